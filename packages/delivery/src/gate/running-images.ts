import type { AwsClients, TargetDescription } from '@meridian/operator-tools'
import { REGION_IDS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import { digestOf } from '../images/image-digests.ts'

/** What a service runs in a region before a release; without a digest if it was started by tag. */
export interface RunningImage {
  readonly region: RegionId
  readonly service: ServiceName
  readonly digest: string | undefined
}

/** What a release that fails halfway returns to. A region that does not answer is left out. */
export async function runningImages(
  target: TargetDescription,
  aws: AwsClients,
): Promise<readonly RunningImage[]> {
  const perRegion = await Promise.all(
    REGION_IDS.map((region) => imagesOf(target, aws, region).catch(() => [])),
  )
  return perRegion.flat()
}

async function imagesOf(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly RunningImage[]> {
  const { DescribeServicesCommand, DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs')
  const client = await aws.ecs(region)
  const { cluster, services: names } = target.stackOutputs.services[region]
  const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [...names] }))
  return Promise.all(
    services.map(async ({ serviceName = '', taskDefinition }) => {
      const service = SERVICE_NAMES.find((name) => serviceName.includes(name)) ?? 'marketing-api'
      const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
      const containers = described.taskDefinition?.containerDefinitions ?? []
      const image = containers.find(({ name }) => name === service)?.image ?? ''
      return { region, service, digest: digestOf(image) }
    }),
  )
}
