import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'AWS itself no longer fills them.': {
    LogStream: ['uploadSequenceToken'],
    FilterLogEventsResponse: ['searchedLogStreams'],
  },
  'There are no account policies, data protection, transformers or field indexes here.': {
    LogGroup: ['dataProtectionStatus', 'inheritedProperties'],
    MetricFilter: ['fieldSelectionCriteria', 'emitSystemFieldDimensions'],
    QueryStatistics: ['estimatedRecordsSkipped', 'estimatedBytesSkipped'],
  },
  'Answers of queries are encrypted with no key of the program, and fit on one page.': {
    GetQueryResultsResponse: ['encryptionKey', 'nextToken'],
  },
  'Queries do not keep who asked.': { QueryInfo: ['userIdentity'] },
}
