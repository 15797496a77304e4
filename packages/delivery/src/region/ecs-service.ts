import type { Deployment, Service } from '@aws-sdk/client-ecs'
import type { AwsClients, TargetDescription } from '@meridian/operator-tools'
import type { RegionId, ServiceName } from '@meridian/topology'
import { isSameDefinition, withImage } from './revision.ts'

/** One service in one region, as a release changes it. */
export interface EcsService {
  readonly name: ServiceName
  describe(): Promise<ServiceState>
  /** ARN of a revision with this image; the running one when it is the same. */
  revisionFor(digest: string, running: string): Promise<string>
  runRevision(taskDefinition: string): Promise<void>
}

/** The state of a rollout, from DescribeServices. */
export interface ServiceState {
  /** Of the newest deployment. */
  readonly taskDefinition: string
  readonly rollout: 'COMPLETED' | 'FAILED' | 'IN_PROGRESS'
  readonly reason: string
  /** The revision of the oldest deployment that still has tasks: where an interrupted release began. */
  readonly oldest: string
  readonly running: number
  readonly desired: number
}

/** A service of one region. A failed rollout is a state, not an error: the caller judges it. */
export async function openEcsService(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
  name: ServiceName,
): Promise<EcsService> {
  const {
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    RegisterTaskDefinitionCommand,
    UpdateServiceCommand,
  } = await import('@aws-sdk/client-ecs')
  const client = await aws.ecs(region)
  const { cluster, services, taskDefinitions } = target.stackOutputs.services[region]
  const service = services.find((known) => known.includes(name)) ?? name

  async function definitionOf(taskDefinition: string) {
    const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }))
    return { definition: answer.taskDefinition ?? {}, tags: answer.tags ?? [] }
  }

  return {
    name,
    async describe() {
      const answer = await client.send(new DescribeServicesCommand({ cluster, services: [service] }))
      const [found] = answer.services ?? []
      if (!found) throw new Error(`ECS knows no service ${service} in cluster ${cluster} of ${region}`)
      return stateOf(found)
    },
    async revisionFor(digest, running) {
      const [template, current] = await Promise.all([
        definitionOf(taskDefinitions[name]),
        definitionOf(running),
      ])
      const wanted = withImage(template.definition, name, digest, template.tags)
      if (isSameDefinition(current.definition, wanted)) return running
      const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(wanted))
      return taskDefinition?.taskDefinitionArn ?? ''
    },
    async runRevision(taskDefinition) {
      await client.send(new UpdateServiceCommand({ cluster, service, taskDefinition }))
    },
  }
}

export function stateOf({ deployments = [], taskDefinition = '', ...counts }: Service): ServiceState {
  const primary: Deployment = deployments.find(({ status }) => status === 'PRIMARY') ?? {}
  const oldest = [...deployments].sort((left, right) => timeOf(left) - timeOf(right))[0] ?? primary
  return {
    taskDefinition: primary.taskDefinition ?? taskDefinition,
    rollout: primary.rolloutState ?? 'IN_PROGRESS',
    reason: primary.rolloutStateReason ?? '',
    oldest: oldest.taskDefinition ?? taskDefinition,
    running: counts.runningCount ?? 0,
    desired: counts.desiredCount ?? 0,
  }
}

const timeOf = ({ createdAt }: Deployment) => createdAt?.getTime() ?? 0
