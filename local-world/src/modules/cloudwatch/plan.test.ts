import { expect, it } from 'vitest'
import { TestProgram } from '../../../test/support/program.ts'
import { planCloudWatch } from './plan.ts'
import { ALARM_TYPE, cloudwatchResources } from './resources.ts'

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

const planned = (changes: Readonly<Record<string, unknown>> = {}) => {
  const program = new TestProgram(cloudwatchResources)
  program.add(ALARM_TYPE, 'lag', { ...ALARM, ...changes })
  return planCloudWatch(program.graph()).alarms[0]
}

it('an alarm of the program has what CloudWatch would give it', () => {
  expect(planned()).toMatchObject({
    arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:lag',
    metric: { region: 'us-east-1', dimensions: { DBClusterIdentifier: 'meridian-usw2' } },
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
  [{ metricQueries: [{ id: 'm1' }] }, /metricQueries has no body/],
])('%j is refused', (changes, message) => {
  expect(() => planned(changes)).toThrow(message)
})
