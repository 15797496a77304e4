import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    DescribeAlarmsOutput: ['CompositeAlarms'],
    MetricAlarm: [
      'StateReasonData',
      'Unit',
      'EvaluateLowSampleCountPercentile',
      'ThresholdMetricId',
      'EvaluationState',
      'EvaluationCriteria',
      'EvaluationInterval',
    ],
    MetricDataQuery: ['Period', 'AccountId'],
    MetricStat: ['Unit'],
    AlarmHistoryItem: ['AlarmContributorId', 'AlarmContributorAttributes'],
    ListMetricsOutput: ['NextToken', 'OwningAccounts'],
    GetMetricDataOutput: ['NextToken', 'Messages'],
    MetricDataResult: ['Messages'],
  },
}
