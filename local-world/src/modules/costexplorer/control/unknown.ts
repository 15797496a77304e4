import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'All fits on one page.': { GetCostAndUsageResponse: ['NextPageToken'] },
  'Services and regions have no attributes; those of accounts have.': {
    GetCostAndUsageResponse: ['DimensionValueAttributes'],
  },
}
