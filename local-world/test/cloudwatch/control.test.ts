import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { START_MS, startMonitoring } from './monitoring-fixture.ts'

const MINUTE_MS = 60_000
const METRIC = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'Region', Value: 'west' }] }
const at = (minute: number) => new Date(START_MS + minute * MINUTE_MS)
const put = (minute: number, ...Values: number[]) =>
  new PutMetricDataCommand({
    Namespace: METRIC.Namespace,
    MetricData: [
      { MetricName: METRIC.MetricName, Dimensions: METRIC.Dimensions, Timestamp: at(minute), Values },
    ],
  })
const ALARM = {
  AlarmName: 'too-many',
  ...METRIC,
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
} as const

describe('metrics', () => {
  it('(50) are read back over JSON as they were put', async () => {
    const { client } = await startMonitoring()
    await client.send(put(0, 1, 2, 3))
    await client.send(put(1, 9))
    const asked = { ...METRIC, StartTime: at(0), EndTime: at(2), Period: 60 }
    const plain = await client.send(
      new GetMetricStatisticsCommand({ ...asked, Statistics: ['Average', 'SampleCount'] }),
    )
    expect(plain.Datapoints).toMatchObject([
      { Timestamp: at(0), Average: 2, SampleCount: 3 },
      { Timestamp: at(1), Average: 9, SampleCount: 1 },
    ])
    const median = await client.send(
      new GetMetricStatisticsCommand({ ...asked, ExtendedStatistics: ['p50'] }),
    )
    expect(median.Datapoints).toMatchObject([{ ExtendedStatistics: { p50: 2 } }, {}])
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        StartTime: at(0),
        EndTime: at(5),
        MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } }],
      }),
    )
    expect(MetricDataResults).toMatchObject([{ Id: 'm', Timestamps: [at(1), at(0)], Values: [9, 6] }])
  })

  it('are listed in their own region, by name and dimension', async () => {
    const { client } = await startMonitoring()
    await client.send(put(0, 1))
    const list = async (filter: object) =>
      (await client.send(new ListMetricsCommand(filter))).Metrics?.map(({ MetricName }) => MetricName)
    expect(await list({ Namespace: 'Shop', Dimensions: [{ Name: 'Region' }] })).toEqual(['Orders'])
    expect(await list({ Namespace: 'Shop', Dimensions: [{ Name: 'Region', Value: 'east' }] })).toEqual([])
  })

  it('reject AWS’s own namespaces and metric math by name', async () => {
    const { client } = await startMonitoring()
    const own = new PutMetricDataCommand({
      Namespace: 'AWS/RDS',
      MetricData: [{ MetricName: 'a', Value: 1 }],
    })
    await expect(client.send(own)).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
    const math = new GetMetricDataCommand({
      StartTime: at(0),
      EndTime: at(1),
      MetricDataQueries: [{ Id: 'e', Expression: 'm1 * 2' }],
    })
    await expect(client.send(math)).rejects.toThrow(/computes no metric math; the query "e"/)
  })

  // INV-CLOUDWATCH-3
  it('(50) are answered in the Query protocol to a client that uses it', async () => {
    const { client, url } = await startMonitoring()
    await client.send(put(0, 1))
    const scope = 'AWS4-HMAC-SHA256 Credential=local/20260101/us-west-2/monitoring/aws4_request, Signature=x'
    const ask = (body: string) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: { authorization: scope, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      })
    const answer = await ask(
      'Action=ListMetrics&Version=2010-08-01&Dimensions.member.1.Name=Region&Dimensions.member.1.Value=west',
    )
    expect(await answer.text()).toContain(
      '<ListMetricsResult><Metrics><member><Namespace>Shop</Namespace><MetricName>Orders</MetricName>',
    )
    const refused = await ask('Action=SetAlarmState&AlarmName=none&StateValue=OK&StateReason=x')
    expect([refused.status, await refused.text()]).toEqual([
      404,
      expect.stringContaining('<Code>ResourceNotFound</Code>'),
    ])
  })
})

describe('an alarm', () => {
  // INV-CLOUDWATCH-4
  it('follows its data, and SetAlarmState lasts until the next evaluation', async () => {
    const { client, clock, cloudwatch, journal } = await startMonitoring()
    await client.send(new PutMetricAlarmCommand(ALARM))
    const state = async () => (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue
    expect(await state()).toBe('INSUFFICIENT_DATA')
    await client.send(put(0, 9))
    await client.send(put(1, 9))
    await clock.advance(2 * MINUTE_MS)
    expect(await state()).toBe('ALARM')
    await client.send(
      new SetAlarmStateCommand({ AlarmName: 'too-many', StateValue: 'OK', StateReason: 'drill' }),
    )
    expect(await state()).toBe('OK')
    expect(cloudwatch.stateFromData('us-west-2', 'too-many')).toBe('ALARM')
    await clock.advance(1_000)
    expect(await state()).toBe('ALARM')
    await clock.advance(10 * MINUTE_MS)
    expect(await state()).toBe('INSUFFICIENT_DATA')
    const history = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'too-many' }))
    expect(history.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from ALARM to INSUFFICIENT_DATA',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
    ])
    expect(journal.entries().filter(({ module }) => module === 'cloudwatch')).toHaveLength(4)
  })

  it('that does not exist fails with ResourceNotFound', async () => {
    const { client } = await startMonitoring()
    const set = new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'x' })
    await expect(client.send(set)).rejects.toMatchObject({ name: 'ResourceNotFound' })
  })
})
