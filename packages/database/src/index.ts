export type { CredentialsSource } from './connection/login.ts'
export type { ConnectionSettings, Credentials, Endpoint, Timeouts } from './connection/settings.ts'
export type { ConsistentRead, ReadOptions } from './consistency/consistency.ts'
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type RoleLoad,
} from './database.ts'
export {
  DatabaseClosedError,
  DatabaseError,
  EpochSupersededError,
  MajorityLostError,
  MigrationEditedError,
  MigrationsMisnumberedError,
  NotCaughtUpError,
  OutcomeUnknownError,
  ServerNotWritableError,
  TooManyParkedError,
  TransactionAbortedError,
  WriterUnavailableError,
} from './errors.ts'
export { classifyFailure, type FailureKind, isConnectionLost } from './failures/classify.ts'
export { type DatabaseIdentity, databaseIdentity } from './identity.ts'
export { applyMigrations, type MigrateOptions, type MigrateResult } from './migrate.ts'
export { type Migration, readMigrations } from './migration-files.ts'
export { type NamedValues, namedValues } from './named-values.ts'
export { executeServed, type PreparedRead, prepareRead, type Served } from './prepared.ts'
export type { Reader, Writer } from './roles.ts'
export type { ReplicationLag } from './routes/watch.ts'
export type { Attributes, CampaignStatus, LeadKind, Locale, Schema } from './schema.ts'
export {
  judgeSchema,
  readSchemaState,
  requiredSchemaVersion,
  type SchemaState,
  type SchemaVerdict,
} from './schema-version.ts'
export {
  askRegionLags,
  askServer,
  askWriterSupport,
  type RegionLag,
  type ServerStatus,
  type WriterSupport,
} from './server-status.ts'
export { errorCode, hasSqlState, SQLSTATE, type SqlState } from './sqlstate.ts'
export { type Claim, fingerprintOf, type WriteInto, type WriteOnceResult } from './write-once.ts'
