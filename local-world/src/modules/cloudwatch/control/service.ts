// CloudWatch's control plane.
// Absent: metric math beyond what alarms here use, metric streams, PutCompositeAlarm (composites come from the program),
// anomaly detection, actions other than topics (no scaling happens), CBOR.
// Differs: alarm periods are shortened by the world's pace, metrics keep real time; three hours are kept.
// Client quirks: current ones use JSON 1.0 with exception names in x-amzn-query-error, older ones use Query.
import type { WireOperation, WireService } from '../../../kernel/wire-service.ts'
import type { CloudWatchControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { deleteAlarms } from './operations/delete-alarms.ts'
import { deleteDashboards } from './operations/delete-dashboards.ts'
import { describeAlarmHistory } from './operations/describe-alarm-history.ts'
import { describeAlarms } from './operations/describe-alarms.ts'
import { getDashboard } from './operations/get-dashboard.ts'
import { getMetricData } from './operations/get-metric-data.ts'
import { getMetricStatistics } from './operations/get-metric-statistics.ts'
import { listDashboards } from './operations/list-dashboards.ts'
import { listMetrics } from './operations/list-metrics.ts'
import { putDashboard } from './operations/put-dashboard.ts'
import { putMetricAlarm } from './operations/put-metric-alarm.ts'
import { putMetricData } from './operations/put-metric-data.ts'
import { setAlarmState } from './operations/set-alarm-state.ts'
import { UNKNOWN } from './unknown.ts'

export function createCloudWatchControl(control: CloudWatchControl): WireService {
  return {
    scope: 'monitoring',
    protocol: 'json',
    refusals: { invalid: 'ValidationError' },
    jsonVersion: '1.0',
    alsoQuery: true,
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    schemas: () => import('@aws-sdk/client-cloudwatch') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      DeleteAlarms: deleteAlarms(control),
      DeleteDashboards: deleteDashboards(control),
      DescribeAlarmHistory: describeAlarmHistory(control),
      DescribeAlarms: describeAlarms(control),
      GetDashboard: getDashboard(control),
      GetMetricData: getMetricData(control),
      GetMetricStatistics: getMetricStatistics(control),
      ListDashboards: listDashboards(control),
      ListMetrics: listMetrics(control),
      PutDashboard: putDashboard(control),
      PutMetricAlarm: putMetricAlarm(control),
      PutMetricData: putMetricData(control),
      SetAlarmState: setAlarmState(control),
    } satisfies Record<string, WireOperation>,
  }
}
