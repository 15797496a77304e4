import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'Segments here name no users, instances, zones or ARNs.': {
    TraceSummary: ['Users', 'ResourceARNs', 'InstanceIds', 'AvailabilityZones'],
  },
  'Root causes are not analysed.': {
    TraceSummary: ['FaultRootCauses', 'ErrorRootCauses', 'ResponseTimeRootCauses'],
  },
  'All fits on one page: a request names five traces at most, and the program has few rules, groups and services.':
    {
      BatchGetTracesResult: ['NextToken'],
      GetServiceGraphResult: ['NextToken'],
      GetTraceGraphResult: ['NextToken'],
      GetGroupsResult: ['NextToken'],
      GetSamplingRulesResult: ['NextToken'],
    },
  'Calls are all synchronous, and services have one name.': {
    Edge: ['Aliases', 'EdgeType', 'ReceivedEventAgeHistogram'],
  },
  'Sampling is not boosted on anomalies.': {
    SamplingRule: ['SamplingRateBoost'],
    GetSamplingTargetsResult: ['UnprocessedBoostStatistics'],
    SamplingTargetDocument: ['SamplingBoost'],
  },
}
