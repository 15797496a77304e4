import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { PROJECT, REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { type Check, checkThat } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'
import { describedOrFailed } from './described-or-failed.ts'

/** CloudWatch may have a metric's first points this much later than they were taken. */
const FIRST_POINTS_S = 300

/** Checks that every alarm has data: one without data never fires. */
export async function checkAlarms(
  target: TargetDescription,
  aws: AwsClients,
  now: () => number,
): Promise<readonly Check[]> {
  const checks = await Promise.all(
    REGION_IDS.map((region) =>
      describedOrFailed(target, `alarms of ${region} can be described`, async () => [
        judgeAlarms(region, await alarmsOf(target, aws, region), now()),
      ]),
    ),
  )
  return checks.flat()
}

interface Alarms {
  readonly alarms: readonly MetricAlarm[]
  /** Metrics that exist under any dimension, as `namespace name`; other alarms are skipped. Undefined: all should exist. */
  readonly measured?: ReadonlySet<string>
}

async function alarmsOf(target: TargetDescription, aws: AwsClients, region: RegionId): Promise<Alarms> {
  const { paginateDescribeAlarms, paginateListMetrics } = await import('@aws-sdk/client-cloudwatch')
  const client = await aws.cloudwatch(region)
  const alarms: MetricAlarm[] = []
  // Target tracking creates its own alarms, which often have no data.
  for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: `${PROJECT}-` }))
    alarms.push(...(page.MetricAlarms ?? []))
  if (target.name === 'aws') return { alarms }
  // The local world does not measure everything that AWS does (docs/fidelity.md).
  const measured = new Set<string>()
  for await (const { Metrics = [] } of paginateListMetrics({ client }, {}))
    for (const { Namespace, MetricName } of Metrics) measured.add(`${Namespace} ${MetricName}`)
  return { alarms, measured }
}

/** A newly created alarm cannot have data yet and is not judged. */
export function judgeAlarms(region: RegionId, { alarms, measured }: Alarms, nowMs: number): Check {
  const silent = alarms.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA')
  const seen = silent.filter(
    (alarm) => measured === undefined || metricsOf(alarm).some((name) => measured.has(name)),
  )
  const blind = seen.filter((alarm) => !isNew(alarm, nowMs))
  const left: readonly (readonly [number, string])[] = [
    [seen.length - blind.length, 'too new to have any'],
    [silent.length - seen.length, 'on what is not measured here'],
  ]
  const others = left.filter(([count]) => count > 0).map(([count, why]) => `, and ${count} ${why}`)
  return checkThat(
    alarms.length > 0 && blind.length === 0,
    `every alarm has data in ${region}`,
    blind.map(({ AlarmName }) => AlarmName).join(', ') ||
      `${alarms.length - silent.length} alarms${others.join('')}`,
  )
}

function isNew(alarm: MetricAlarm, nowMs: number): boolean {
  const { AlarmConfigurationUpdatedTimestamp: madeAt, EvaluationPeriods = 1, Metrics = [] } = alarm
  const periods = [alarm.Period, ...Metrics.map(({ Period, MetricStat }) => Period ?? MetricStat?.Period)]
  const longestS = Math.max(...periods.map((period = 0) => period))
  return (
    madeAt !== undefined && nowMs - madeAt.getTime() < (EvaluationPeriods * longestS + FIRST_POINTS_S) * 1_000
  )
}

function metricsOf({ Namespace, MetricName, Metrics = [] }: MetricAlarm): readonly string[] {
  const queried = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
  return [{ Namespace, MetricName }, ...queried].map((metric) => `${metric.Namespace} ${metric.MetricName}`)
}
