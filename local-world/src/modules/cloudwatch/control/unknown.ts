import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Response members that are never set, and why. */
export const UNKNOWN: UnknownMembers = {
  'Everything is in one account.': {
    ListMetricsOutput: ['OwningAccounts'],
    MetricDataQuery: ['AccountId'],
  },
  'The alarm is refused that asks for it: nothing here does it.': {
    CompositeAlarm: [
      'ActionsSuppressedBy',
      'ActionsSuppressedReason',
      'ActionsSuppressor',
      'ActionsSuppressorExtensionPeriod',
      'ActionsSuppressorWaitPeriod',
    ],
    MetricAlarm: ['EvaluationCriteria', 'EvaluationInterval', 'ThresholdMetricId', 'Unit'],
    MetricDataQuery: ['Period'],
    MetricStat: ['Unit'],
  },
  'Alarms here see all of their data: no state of an evaluation is partial.': {
    MetricAlarm: ['EvaluationState'],
  },
  'Of alarms over many series.': {
    AlarmHistoryItem: ['AlarmContributorAttributes', 'AlarmContributorId'],
  },
  'A body that is wrong is refused; there are no warnings beside that.': {
    PutDashboardOutput: ['DashboardValidationMessages'],
  },
  'A query answers in one page and fails as a whole.': {
    GetMetricDataOutput: ['Messages', 'NextToken'],
    MetricDataResult: ['Messages'],
  },
}
