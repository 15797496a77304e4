import { planCloudWatch } from '../../../../src/modules/cloudwatch/plan/plan.ts'
import {
  ALARM_TYPE,
  COMPOSITE_ALARM_TYPE,
  cloudwatchResources,
} from '../../../../src/modules/cloudwatch/resources.ts'
import { START_MS, startMonitoring } from '../../../cloudwatch/monitoring-fixture.ts'
import { TestProgram } from '../../../support/program.ts'
import type { Scene } from '../scene.ts'

const METRIC = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'city', Value: 'Seoul' }] }

/** An alarm on a percentile, and a composite alarm that depends on it. */
function program() {
  const program = new TestProgram(cloudwatchResources)
  program.add(ALARM_TYPE, 'late', {
    name: 'late',
    namespace: 'Shop',
    metricName: 'Orders',
    extendedStatistic: 'p99',
    evaluateLowSampleCountPercentiles: 'ignore',
    period: 60,
    evaluationPeriods: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanThreshold',
  })
  program.add(COMPOSITE_ALARM_TYPE, 'page', { alarmName: 'page', alarmRule: 'ALARM("late")' })
  return program.graph()
}

/** Alarms on a metric, a percentile and metric math, with data that changes the state of one. */
export async function monitoring(): Promise<Scene> {
  const { clock, cloudwatch } = await startMonitoring({ plan: planCloudWatch(program()) })
  return {
    service: cloudwatch.control!,
    async play(call) {
      const watching = {
        ...METRIC,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }
      await call('PutMetricAlarm', {
        ...watching,
        AlarmName: 'orders',
        AlarmDescription: 'Orders come in',
        OKActions: ['arn:aws:sns:us-east-1:000000000000:a'],
        AlarmActions: ['arn:aws:sns:us-east-1:000000000000:a'],
        InsufficientDataActions: ['arn:aws:sns:us-east-1:000000000000:a'],
      })
      await call('PutMetricAlarm', {
        ...watching,
        AlarmName: 'slow',
        Statistic: undefined,
        ExtendedStatistic: 'p99',
      })
      const { Namespace, MetricName, Dimensions } = METRIC
      const { Period, Statistic, Namespace: _n, MetricName: _m, Dimensions: _d, ...limits } = watching
      await call('PutMetricAlarm', {
        ...limits,
        AlarmName: 'share',
        Metrics: [
          {
            Id: 'orders',
            MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: Statistic },
            ReturnData: false,
          },
          { Id: 'twice', Expression: 'orders * 2', Label: 'Twice', ReturnData: true },
        ],
      })
      await call('PutMetricData', {
        Namespace,
        MetricData: [{ MetricName, Dimensions, Value: 3, Timestamp: new Date(START_MS), Unit: 'Count' }],
      })
      await clock.advance(120_000)
      await call('SetAlarmState', {
        AlarmName: 'orders',
        StateValue: 'ALARM',
        StateReason: 'drill',
        StateReasonData: '{"a":1}',
      })
      await call('DescribeAlarms')
      await call('SetAlarmState', {
        AlarmName: 'page',
        StateValue: 'ALARM',
        StateReason: 'drill',
        StateReasonData: '{}',
      })
      await call('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] })
      await call('DescribeAlarms', { MaxRecords: 1 })
      await call('DescribeAlarmHistory', { MaxRecords: 1 })
      await call('PutMetricData', {
        Namespace: 'Many',
        MetricData: Array.from({ length: 501 }, (_, at) => ({ MetricName: `metric-${at}`, Value: 1 })),
      })
      await call('ListMetrics')
      const window = { StartTime: new Date(START_MS - 60_000), EndTime: new Date(START_MS + 60_000) }
      await call('GetMetricStatistics', {
        ...METRIC,
        ...window,
        Period: 60,
        Statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'],
      })
      await call('GetMetricStatistics', { ...METRIC, ...window, Period: 60, ExtendedStatistics: ['p99'] })
      await call('GetMetricData', {
        ...window,
        MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }],
      })
      await call('DeleteAlarms', { AlarmNames: ['orders'] })
      for (let index = 0; index < 101; index += 1)
        await call('PutDashboard', { DashboardName: `board-${index}`, DashboardBody: '{"widgets":[]}' })
      await call('GetDashboard', { DashboardName: 'board-1' })
      await call('ListDashboards')
      await call('DeleteDashboards', { DashboardNames: ['board-1'] })
    },
  }
}
