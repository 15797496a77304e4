import { type NamingRule, named, untagged } from './rule.ts'

/** Types of keys, audit, backups and access. */
export const ACCOUNT_NAMES: Readonly<Record<string, NamingRule>> = {
  'aws:lambda/function:Function': named(64, /^[\w-]+$/),
  // A permission's name is a statement of the function's policy, which nobody reads.
  'aws:lambda/permission:Permission': untagged,
  'aws:secretsmanager/secretRotation:SecretRotation': untagged,
}
