import { WorldError } from '../../kernel/errors.ts'

export type RdsPlanCode =
  | 'MERIDIAN_RDS_ENGINE'
  | 'MERIDIAN_RDS_ENGINE_VERSION'
  | 'MERIDIAN_RDS_IDENTIFIER'
  | 'MERIDIAN_RDS_IDENTIFIER_TAKEN'
  | 'MERIDIAN_RDS_REGION_TAKEN'
  | 'MERIDIAN_RDS_PRIMARY_MISSING'
  | 'MERIDIAN_RDS_SECONDARY_CREDENTIALS'
  | 'MERIDIAN_RDS_SECONDARY_KEY'
  | 'MERIDIAN_RDS_MASTER_PASSWORD'
  | 'MERIDIAN_RDS_REFERENCE'
  | 'MERIDIAN_RDS_SUBNETS'
  | 'MERIDIAN_RDS_UNSUPPORTED'

/** The program described a database that AWS, or this world, would refuse. */
export class RdsPlanError extends WorldError {
  constructor(code: RdsPlanCode, message: string) {
    super(code, message, { isYours: true })
  }
}

/** The PostgreSQL binaries are not there, or cannot be run by this user. */
export class PostgresUnavailableError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_POSTGRES_UNAVAILABLE', message, { isYours: true, cause })
  }
}

/** A PostgreSQL program ended badly or did not become ready; the message ends with its last words. */
export class PostgresFailedError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_POSTGRES_FAILED', message, { isYours: false, cause })
  }
}

/** Somebody else listens on the port that was chosen for a server; another port will do. */
export class PortTakenError extends PostgresFailedError {}

/** An operation was asked of an instance that does not exist or is not in a state for it. */
export class InstanceStateError extends WorldError {
  constructor(message: string) {
    super('MERIDIAN_RDS_INSTANCE_STATE', message, { isYours: true })
  }
}

/** What stands against a change of writer. */
export type RefusalReason = 'globalClusterState' | 'clusterState'

/** A change of writer, or of membership, was asked while something stands against it. */
export class RoleChangeRefusedError extends WorldError {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super('MERIDIAN_RDS_ROLE_CHANGE_REFUSED', message, { isYours: true })
    this.reason = reason
  }
}

/** A change of writer that had begun could not be completed. */
export class RoleChangeFailedError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_ROLE_CHANGE_FAILED', message, { isYours: false, cause })
  }
}
