import type { Waiver } from '../src/waiver.ts'
import { SHARED_WAIVERS } from './shared.ts'

const REVIEW_BY = '2027-05-31'

/** The production stack keeps every rule, except where this says why not. */
export const PRODUCTION_WAIVERS: readonly Waiver[] = [
  ...SHARED_WAIVERS,
  {
    rule: 'backups-in-a-vault',
    resource: 'aws:backup/plan:Plan::*',
    reason:
      'There is no second account yet to copy to; backupAccountId names it when there is. Until then the vault of each region is locked, and the global database itself holds the rows in three regions.',
    reviewBy: '2027-02-28',
  },
  {
    rule: 'no-broad-managed-policy',
    resource: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment::deployment-apply',
    reason:
      'Deploying creates and changes resources of some twenty services, and a list of those actions would be as broad and soon wrong. The role is taken only by an approved run of the deployment workflow, cannot write IAM except for roles inside the boundary, and is denied the trail, the recorder and the locks of the vaults.',
    reviewBy: REVIEW_BY,
  },
]
