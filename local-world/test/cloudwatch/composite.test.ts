import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { expect, it } from 'vitest'
import { planCloudWatch } from '../../src/modules/cloudwatch/plan/plan.ts'
import {
  ALARM_TYPE,
  COMPOSITE_ALARM_TYPE,
  cloudwatchResources,
} from '../../src/modules/cloudwatch/resources.ts'
import { SUBSCRIPTION_TYPE, snsResources, TOPIC_TYPE } from '../../src/modules/sns/resources.ts'
import { TestProgram } from '../support/program.ts'
import { START_MS, startMonitoring } from './monitoring-fixture.ts'

const MINUTE_MS = 60_000

/** More than a twentieth of the requests failing pages someone; one composite alarm depends on another. */
function shop() {
  const program = new TestProgram({ ...cloudwatchResources, ...snsResources }, 'us-west-2')
  const topic = program.add(TOPIC_TYPE, 'pager', { name: 'pager' })
  program.add(SUBSCRIPTION_TYPE, 'phone', { topic: topic.id, protocol: 'email', endpoint: 'a@b.example' })
  const measure = (id: string) => ({
    id,
    metric: { namespace: 'Shop', metricName: id, dimensions: {}, period: 60, stat: 'Sum' },
  })
  program.add(ALARM_TYPE, 'errors', {
    name: 'errors',
    metricQueries: [
      { id: 'ratio', expression: '100 * FILL(errors, 0) / requests', label: 'errors', returnData: true },
      measure('errors'),
      measure('requests'),
    ],
    evaluationPeriods: 1,
    threshold: 5,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
  })
  program.add(COMPOSITE_ALARM_TYPE, 'page', {
    alarmName: 'page',
    alarmDescription: 'call somebody',
    alarmRule: 'ALARM("ill")',
    alarmActions: [topic.id],
    okActions: [topic.id],
  })
  program.add(COMPOSITE_ALARM_TYPE, 'ill', { alarmName: 'ill', alarmRule: 'ALARM("errors")' })
  return planCloudWatch(program.graph())
}

it('a composite alarm goes off with its children, and SNS notifies its subscribers', async () => {
  const { client, clock, journal } = await startMonitoring({ plan: shop() })
  const put = (minute: number, requests: number, errors: number) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [
          { MetricName: 'requests', Timestamp: new Date(START_MS + minute * MINUTE_MS), Value: requests },
          ...(errors > 0
            ? [{ MetricName: 'errors', Timestamp: new Date(START_MS + minute * MINUTE_MS), Value: errors }]
            : []),
        ],
      }),
    )
  const states = async () => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    )
    return [...MetricAlarms, ...CompositeAlarms].map(
      ({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`,
    )
  }
  const told = () => journal.entries().flatMap(({ module, event }) => (module === 'sns' ? [event] : []))

  await put(0, 100, 0)
  await put(1, 100, 20)
  await clock.advance(MINUTE_MS)
  expect(await states()).toEqual(['errors OK', 'page OK', 'ill OK'])
  await clock.advance(MINUTE_MS)
  expect(await states()).toEqual(['errors ALARM', 'page ALARM', 'ill ALARM'])
  expect(told()).toEqual(['told email that page is OK', 'told email that page is ALARM'])
})

it('DescribeAlarms lists composite alarms when asked for their type, and metric math as it was put', async () => {
  const { client } = await startMonitoring({ plan: shop() })
  const { CompositeAlarms, MetricAlarms } = await client.send(new DescribeAlarmsCommand({}))
  expect(CompositeAlarms).toEqual([])
  expect(MetricAlarms?.[0]?.Metrics).toMatchObject([
    { Id: 'ratio', Expression: '100 * FILL(errors, 0) / requests', ReturnData: true },
    { Id: 'errors', MetricStat: { Metric: { MetricName: 'errors' }, Period: 60, Stat: 'Sum' } },
    { Id: 'requests' },
  ])
  const again = { ...MetricAlarms?.[0], AlarmName: 'copy', EvaluationPeriods: 1, Threshold: 5 }
  await client.send(new PutMetricAlarmCommand({ ...again, ComparisonOperator: 'GreaterThanThreshold' }))
  const copy = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['copy'] }))
  expect(copy.MetricAlarms?.[0]?.Metrics).toEqual(MetricAlarms?.[0]?.Metrics)
})
