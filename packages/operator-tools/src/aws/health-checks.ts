import type { RegionId } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'
import type { AwsClients } from './clients.ts'

/** What Route 53's health checkers observe of a region. */
export interface HealthCheckNow {
  readonly region: RegionId
  readonly checkers: number
  readonly healthyCheckers: number
  /** The report of the first failing checker; of any checker if none fails. */
  readonly lastStatus: string
}

/** Asks Route 53, whose control plane is in us-east-1. */
export async function describeHealthCheck(
  aws: AwsClients,
  { stackOutputs }: Pick<TargetDescription, 'stackOutputs'>,
  region: RegionId,
): Promise<HealthCheckNow> {
  const { GetHealthCheckStatusCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const HealthCheckId = stackOutputs.healthChecks[region]
  const { HealthCheckObservations = [] } = await client.send(
    new GetHealthCheckStatusCommand({ HealthCheckId }),
  )
  const statuses = HealthCheckObservations.map(({ StatusReport }) => StatusReport?.Status ?? '')
  return {
    region,
    checkers: statuses.length,
    healthyCheckers: statuses.filter((status) => status.startsWith('Success')).length,
    lastStatus: statuses.find((status) => !status.startsWith('Success')) ?? statuses[0] ?? '',
  }
}
