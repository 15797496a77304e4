import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow } from './alarms.ts'

export interface WatchedEdge {
  readonly distributionId: pulumi.Input<string>
  readonly healthCheckIds: Readonly<Record<RegionId, pulumi.Input<string>>>
}

const ERROR_PERCENT = 5

/** What Route 53 and CloudFront report, wherever visitors are: both publish in us-east-1 only. */
export function edgeAlarms({ distributionId, healthCheckIds }: WatchedEdge): readonly AlarmRow[] {
  return [
    {
      id: 'errors',
      watch: {
        namespace: 'AWS/CloudFront',
        name: '5xxErrorRate',
        dimensions: { DistributionId: distributionId, Region: 'Global' },
        statistic: 'Average',
      },
      threshold: ERROR_PERCENT,
      comparison: 'above',
      breaches: [3, 3],
      whenMissing: 'notBreaching',
      says: `More than ${ERROR_PERCENT} % of all visitors' requests end in 5xx: two regions in a row failed them. Look which region writes and which are healthy.`,
      runbook: 'look',
    },
    ...REGION_IDS.map(
      (region): AlarmRow => ({
        id: `${REGIONS[region].code}-unreachable`,
        watch: {
          namespace: 'AWS/Route53',
          name: 'HealthCheckStatus',
          dimensions: { HealthCheckId: healthCheckIds[region] },
          statistic: 'Minimum',
        },
        threshold: 1,
        comparison: 'below',
        // DNS reacts within half a minute; a check that failed only once is not worth an alarm.
        breaches: [2, 2],
        // A deleted check, or one whose checkers do not report, must not look healthy.
        whenMissing: 'breaching',
        says: `${region} fails Route 53's health check: it is out of DNS and its visitors are served by the next region. Decide whether its role as writer, if it has it, has to move.`,
        runbook: 'choose',
      }),
    ),
  ]
}
