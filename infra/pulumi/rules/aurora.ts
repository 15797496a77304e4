export const ENGINE = 'aurora-postgresql'
/** 17.7 is the long-term-support release of major 17: standard support until February 2030. */
export const ENGINE_VERSION = '17.7'
export const PARAMETER_FAMILY = `${ENGINE}${ENGINE_VERSION.split('.')[0]}`

const SLOW_STATEMENT_MS = 500
const IDLE_TRANSACTION_MS = 60_000
/** Readers in tiers 0 and 1 scale with the writer, so that a promoted reader is already large enough. */
const LARGEST_SCALING_TIER = 1

export interface ClusterParameter {
  readonly name: string
  readonly value: string
  readonly applyMethod: 'immediate' | 'pending-reboot'
}

/** The same in every member: parameter groups are not carried over by a promotion. */
export function clusterParameters(): ClusterParameter[] {
  return [
    // On by default since PostgreSQL 17 on RDS; said, because the services rely on it.
    { name: 'rds.force_ssl', value: '1', applyMethod: 'immediate' },
    { name: 'ssl_min_protocol_version', value: 'TLSv1.2', applyMethod: 'immediate' },
    { name: 'rds.accepted_password_auth_method', value: 'scram', applyMethod: 'immediate' },
    // Who came and went, and every change of schema or role: what an audit asks first. Rotation sends verifiers, so the
    // log of a changed role contains no password.
    { name: 'log_connections', value: '1', applyMethod: 'immediate' },
    { name: 'log_disconnections', value: '1', applyMethod: 'immediate' },
    { name: 'log_statement', value: 'ddl', applyMethod: 'immediate' },
    { name: 'log_lock_waits', value: '1', applyMethod: 'immediate' },
    { name: 'log_min_duration_statement', value: String(SLOW_STATEMENT_MS), applyMethod: 'immediate' },
    {
      name: 'idle_in_transaction_session_timeout',
      value: String(IDLE_TRANSACTION_MS),
      applyMethod: 'immediate',
    },
  ]
}

/** Who is promoted first inside a region when its writer dies; instances count from 0. */
export function promotionTier(index: number): number {
  return Math.min(index, LARGEST_SCALING_TIER)
}
