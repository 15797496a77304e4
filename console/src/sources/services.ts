import type { Service } from '@aws-sdk/client-ecs'
import { describeTargetHealth } from '@meridian/operator-tools'
import { type RegionId, SERVICE_NAMES } from '@meridian/topology'
import type { RegionServicesView, ServiceView, TargetView } from '../../shared/views.ts'
import type { OpenTarget, Source } from '../watch/source.ts'

/** A region's services as ECS describes them, and their targets as the load balancer sees them. */
export const servicesSource = (region: RegionId): Source<RegionServicesView> => {
  // A revision never changes, so each is read only once.
  const images = new Map<string, Promise<string>>()
  return {
    key: `services:${region}`,
    everyMs: 5_000,
    async read(target) {
      const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs')
      const { cluster, services: names } = target.description.stackOutputs.services[region]
      const ecs = await target.aws.ecs(region)
      const [answer, targets] = await Promise.all([
        ecs.send(new DescribeServicesCommand({ cluster, services: [...names] })),
        Promise.all(SERVICE_NAMES.map((service) => targetsOf(target, region, service))),
      ])
      const services = (answer.services ?? []).map(async (service) =>
        serviceView(service, await imageOf(target, service.taskDefinition ?? '')),
      )
      return { services: await Promise.all(services), targets: targets.flat() }
    },
  }

  function imageOf({ aws }: OpenTarget, taskDefinition: string): Promise<string> {
    const known = images.get(taskDefinition)
    if (known) return known
    const asked = describeImage(aws, region, taskDefinition)
    images.set(taskDefinition, asked)
    asked.catch(() => images.delete(taskDefinition))
    return asked
  }
}

async function describeImage(aws: OpenTarget['aws'], region: RegionId, revision: string): Promise<string> {
  const { DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs')
  const ecs = await aws.ecs(region)
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: revision }))
  return taskDefinition?.containerDefinitions?.[0]?.image ?? ''
}

async function targetsOf(
  { aws, description }: OpenTarget,
  region: RegionId,
  service: (typeof SERVICE_NAMES)[number],
): Promise<readonly TargetView[]> {
  const targets = await describeTargetHealth(aws, description, region, service)
  return targets.map(({ Target, TargetHealth }) => ({
    service,
    id: `${Target?.Id}:${Target?.Port}`,
    state: TargetHealth?.State ?? 'unknown',
    reason: TargetHealth?.Reason,
  }))
}

function serviceView(service: Service, image: string): ServiceView {
  const newest = service.deployments?.find(({ status }) => status === 'PRIMARY')
  return {
    name: service.serviceName ?? '',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    revision: (service.taskDefinition ?? '').split('/').at(-1) ?? '',
    image,
    rollout: newest?.rolloutState ?? 'UNKNOWN',
    deployedAt: newest?.createdAt?.toISOString(),
  }
}
