import { expect, it } from 'vitest'
import { TestProgram } from '../../../../test/support/program.ts'
import { SUBSCRIPTION_TYPE, snsResources, TOPIC_TYPE } from '../../sns/resources.ts'
import { ALARM_TYPE, COMPOSITE_ALARM_TYPE, cloudwatchResources } from '../resources.ts'
import { planCloudWatch } from './plan.ts'

const ALARM = {
  name: 'lag',
  namespace: 'AWS/RDS',
  metricName: 'AuroraGlobalDBReplicationLag',
  statistic: 'Average',
  dimensions: { DBClusterIdentifier: 'meridian-usw2' },
  period: 60,
  evaluationPeriods: 3,
  threshold: 1_000,
  comparisonOperator: 'GreaterThanThreshold',
  treatMissingData: 'ignore',
  alarmActions: ['arn:aws:sns:us-east-1:000000000000:pager'],
}

const watched = (expression: string) => ({ id: 'e', expression, label: 'ratio', returnData: true })
const measured = (id: string, period = 60) => ({
  id,
  metric: { namespace: 'Shop', metricName: id, dimensions: { Zone: 'a' }, period, stat: 'Sum' },
})

const planned = (changes: Readonly<Record<string, unknown>> = {}) => {
  const program = new TestProgram({ ...cloudwatchResources, ...snsResources })
  program.add(ALARM_TYPE, 'lag', { ...ALARM, ...changes })
  return planCloudWatch(program.graph()).alarms[0]
}

it('an alarm of the program has the properties that CloudWatch would give it', () => {
  expect(planned()).toMatchObject({
    arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:lag',
    region: 'us-east-1',
    watches: { metric: { region: 'us-east-1', dimensions: { DBClusterIdentifier: 'meridian-usw2' } } },
    datapointsToAlarm: 3,
    treatMissingData: 'ignore',
    actions: { areEnabled: true, alarm: ['arn:aws:sns:us-east-1:000000000000:pager'] },
  })
})

it.each([
  [{ comparisonOperator: 'More' }, /comparison operator is "More"; it must be one of GreaterThanOrEqual/],
  [{ statistic: 'Median' }, /statistic is "Median"/],
  [{ period: 45 }, /period is 45 s; it must be 10, 20, 30 or a multiple of 60/],
  [{ datapointsToAlarm: 4 }, /4 of 3 datapoints/],
  [{ treatMissingData: 'guess' }, /treatMissingData is "guess"/],
  [{ metricQueries: [{ id: 'm1' }] }, /0 of its metric queries return data/],
  [{ metricQueries: [watched('1 +'), measured('m1')] }, /"1 \+" ends too early/],
  [{ metricQueries: [watched('m1 / m2'), measured('m1')] }, /names "m2", which is none of its metrics/],
  [{ metricQueries: [watched('m1 + m2'), measured('m1'), measured('m2', 300)] }, /different periods/],
])('refuses %j', (changes, message) => {
  expect(() => planned(changes)).toThrow(message)
})

it('an alarm can watch metric math over several metrics with the same period', () => {
  expect(planned({ metricQueries: [watched('m1 / m2'), measured('m1'), measured('m2')] })).toMatchObject({
    periodSeconds: 60,
    watches: {
      id: 'e',
      measures: { m2: { statistic: 'Sum', metric: { name: 'm2', dimensions: { Zone: 'a' } } } },
    },
  })
})

it('a composite alarm names alarms of its own region', () => {
  const rule = (alarmRule: string) => {
    const program = new TestProgram({ ...cloudwatchResources, ...snsResources })
    program.add(ALARM_TYPE, 'lag', ALARM)
    program.add(COMPOSITE_ALARM_TYPE, 'ill', { alarmName: 'ill', alarmRule })
    return planCloudWatch(program.graph()).composites[0]
  }
  expect(rule('ALARM("lag")')).toMatchObject({
    arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:ill',
    rule: { children: ['lag'] },
  })
  expect(() => rule('ALARM("log")')).toThrow('its rule names "log", and us-east-1 has no such alarm')
  expect(() => rule('ALARM("lag"')).toThrow('is not an alarm rule')
})

it('a topic lists its subscribers', () => {
  const program = new TestProgram({ ...cloudwatchResources, ...snsResources })
  const { id } = program.add(TOPIC_TYPE, 'pager', { name: 'pager' })
  program.add(SUBSCRIPTION_TYPE, 'phone', { topic: id, protocol: 'email', endpoint: 'a@b.example' })
  expect(planCloudWatch(program.graph()).topics).toEqual([
    { arn: 'arn:aws:sns:us-east-1:000000000000:pager', name: 'pager', subscribers: ['email a@b.example'] },
  ])
})
