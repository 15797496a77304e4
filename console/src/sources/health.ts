import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { HealthCheckView } from '../../shared/views.ts'
import type { OpenTarget, Source } from '../watch/source.ts'

/** What Route 53's checkers see of each region: by this it sends visitors there or elsewhere. */
export const healthSource: Source<readonly HealthCheckView[]> = {
  key: 'health',
  everyMs: 5_000,
  read: (target) => Promise.all(REGION_IDS.map((region) => healthOf(target, region))),
}

async function healthOf({ aws, description }: OpenTarget, region: RegionId): Promise<HealthCheckView> {
  const { GetHealthCheckStatusCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const HealthCheckId = description.stackOutputs.healthChecks[region]
  const { HealthCheckObservations } = await client.send(new GetHealthCheckStatusCommand({ HealthCheckId }))
  const observations = HealthCheckObservations ?? []
  const statuses = observations.map(({ StatusReport }) => StatusReport?.Status ?? '')
  return {
    region,
    checkers: observations.length,
    healthyCheckers: statuses.filter((status) => status.startsWith('Success')).length,
    lastStatus: statuses.find((status) => !status.startsWith('Success')) ?? statuses[0] ?? '',
  }
}
