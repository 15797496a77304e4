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

/** The program describes a database that AWS, or this world, would refuse. */
export class RdsPlanError extends WorldError {
  constructor(code: RdsPlanCode, message: string) {
    super(code, message, { isYours: true })
  }
}

/** The PostgreSQL binaries are missing, or this user cannot run them. */
export class PostgresUnavailableError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_POSTGRES_UNAVAILABLE', message, { isYours: true, cause })
  }
}

/** A PostgreSQL program failed or did not become ready; the message ends with its last output. */
export class PostgresFailedError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_POSTGRES_FAILED', message, { isYours: false, cause })
  }
}

/** Another process listens on the port chosen for a server; another port will do. */
export class PortTakenError extends PostgresFailedError {}

/** An operation on an instance that does not exist or is in the wrong state for it. */
export class InstanceStateError extends WorldError {
  constructor(message: string) {
    super('MERIDIAN_RDS_INSTANCE_STATE', message, { isYours: true })
  }
}

/** What prevents a change of writer. */
export type RefusalReason = 'globalClusterState' | 'clusterState'

/** A change of writer or membership was requested while something prevents it. */
export class RoleChangeRefusedError extends WorldError {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string) {
    super('MERIDIAN_RDS_ROLE_CHANGE_REFUSED', message, { isYours: true })
    this.reason = reason
  }
}

/** A change of writer started but could not be completed. */
export class RoleChangeFailedError extends WorldError {
  constructor(message: string, cause?: unknown) {
    super('MERIDIAN_RDS_ROLE_CHANGE_FAILED', message, { isYours: false, cause })
  }
}
