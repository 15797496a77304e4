import type { Waiver } from '../src/waiver.ts'
import { SHARED_WAIVERS } from './shared.ts'

/** The production stack follows every rule, with these exceptions. */
export const PRODUCTION_WAIVERS: readonly Waiver[] = [
  ...SHARED_WAIVERS,
  {
    rule: 'backups-in-a-vault',
    resource: 'aws:backup/plan:Plan::*',
    reason:
      'There is no second account yet to copy to; backupAccountId names it when there is. Until then the vault of each region is locked, and the global database itself holds the rows in three regions.',
    reviewBy: '2027-02-28',
  },
]
