import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { PROJECT, REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { type Check, checkThat } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'
import { describedOrFailed } from './described-or-failed.ts'

/** Every alarm sees something: one without data never rings, whatever happens. */
export async function checkAlarms(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const checks = await Promise.all(
    REGION_IDS.map((region) =>
      describedOrFailed(target, `alarms of ${region} can be described`, async () => [
        judgeAlarms(region, ...(await alarmsOf(target, aws, region))),
      ]),
    ),
  )
  return checks.flat()
}

/** Metrics that exist, as `namespace name`; undefined where every metric should. */
type Measured = ReadonlySet<string> | undefined

async function alarmsOf(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly [readonly MetricAlarm[], Measured]> {
  const { paginateDescribeAlarms, paginateListMetrics } = await import('@aws-sdk/client-cloudwatch')
  const client = await aws.cloudwatch(region)
  const alarms: MetricAlarm[] = []
  // Target tracking makes its own alarms, which often have no data.
  for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: `${PROJECT}-` }))
    alarms.push(...(page.MetricAlarms ?? []))
  if (target.name === 'aws') return [alarms, undefined]
  // The local world does not measure everything that AWS does (docs/fidelity.md).
  const measured = new Set<string>()
  for await (const { Metrics = [] } of paginateListMetrics({ client }, {}))
    for (const { Namespace, MetricName } of Metrics) measured.add(`${Namespace} ${MetricName}`)
  return [alarms, measured]
}

/** @param measured leaves out alarms on metrics that the target does not have under any dimension. */
export function judgeAlarms(
  region: RegionId,
  alarms: readonly MetricAlarm[],
  measured: Measured = undefined,
): Check {
  const silent = alarms.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA')
  const blind = silent.filter(
    (alarm) => measured === undefined || metricsOf(alarm).some((name) => measured.has(name)),
  )
  const rest = silent.length - blind.length
  return checkThat(
    alarms.length > 0 && blind.length === 0,
    `every alarm has data in ${region}`,
    blind.map(({ AlarmName }) => AlarmName).join(', ') ||
      `${alarms.length - silent.length} alarms${rest > 0 ? `, and ${rest} on what is not measured here` : ''}`,
  )
}

function metricsOf({ Namespace, MetricName, Metrics = [] }: MetricAlarm): readonly string[] {
  const queried = Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
  return [{ Namespace, MetricName }, ...queried].map((metric) => `${metric.Namespace} ${metric.MetricName}`)
}
