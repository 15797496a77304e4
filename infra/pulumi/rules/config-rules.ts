/** A managed rule of AWS Config. */
export interface ConfigRule {
  readonly name: string
  readonly identifier: string
  readonly description: string
  /** Concerns global resources, so it is evaluated in one region only. */
  readonly isGlobal?: boolean
}

/** Properties that every version of this system must keep; only a few, because each evaluation is charged. */
export const CONFIG_RULES: readonly ConfigRule[] = [
  {
    name: 'database-encrypted',
    identifier: 'RDS_CLUSTER_ENCRYPTED_AT_REST',
    description: 'Every database cluster is encrypted',
  },
  {
    name: 'default-group-closed',
    identifier: 'VPC_DEFAULT_SECURITY_GROUP_CLOSED',
    description: 'Default security groups let nothing through',
  },
  {
    name: 'secrets-rotate',
    identifier: 'SECRETSMANAGER_SCHEDULED_ROTATION_SUCCESS_CHECK',
    description: 'Secrets that should rotate have rotated',
  },
  {
    name: 'root-has-mfa',
    identifier: 'ROOT_ACCOUNT_MFA_ENABLED',
    description: 'The root user needs a second factor',
    isGlobal: true,
  },
  {
    name: 'no-administrators',
    identifier: 'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
    description: 'No policy of this account allows everything',
    isGlobal: true,
  },
]
