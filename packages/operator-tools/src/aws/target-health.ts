import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { RegionId, ServiceName } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'
import type { AwsClients } from './clients.ts'

/** A service's targets in a region, as their load balancer sees them. */
export async function describeTargetHealth(
  aws: AwsClients,
  { stackOutputs }: Pick<TargetDescription, 'stackOutputs'>,
  region: RegionId,
  service: ServiceName,
): Promise<readonly TargetHealthDescription[]> {
  const { DescribeTargetHealthCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2')
  const client = await aws.elbv2(region)
  const TargetGroupArn = stackOutputs.loadBalancers[region].targetGroupArns[service]
  const { TargetHealthDescriptions = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  )
  return TargetHealthDescriptions
}
