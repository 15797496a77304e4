import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'There are no FIFO topics here.': { PublishResponse: ['SequenceNumber'] },
  'The program has fewer topics than a page.': { ListTopicsResponse: ['NextToken'] },
}
