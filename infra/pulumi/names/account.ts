import type { NamingRule } from './rule.ts'

/** Types of keys, audit, backups and access. */
export const ACCOUNT_NAMES: Readonly<Record<string, NamingRule>> = {}
