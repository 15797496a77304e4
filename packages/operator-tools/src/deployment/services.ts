import type { Service } from '@aws-sdk/client-ecs'
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import { REGION_IDS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { describeTargetHealth } from '../aws/target-health.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'
import { describedOrFailed } from './described-or-failed.ts'

/** ECS services at their desired count, and the health of their targets. */
export async function checkServices(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const checks = await Promise.all(
    REGION_IDS.map((region) =>
      describedOrFailed(target, `services of ${region} can be described`, () =>
        checkRegionServices(target, aws, region),
      ),
    ),
  )
  return checks.flat()
}

/** One region's services and targets; calls only that region's control plane. */
export async function checkRegionServices(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly Check[]> {
  const checks = await Promise.all([
    checkTasks(target, aws, region),
    ...SERVICE_NAMES.map((service) => checkTargets(target, aws, region, service)),
  ])
  return checks.flat()
}

async function checkTasks(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly Check[]> {
  const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs')
  const { cluster, services } = target.stackOutputs.services[region]
  const client = await aws.ecs(region)
  const answer = await client.send(new DescribeServicesCommand({ cluster, services: [...services] }))
  return services.map((name) => judgeService(region, name, answer.services ?? []))
}

export function judgeService(region: RegionId, name: string, found: readonly Service[]): Check {
  const check = `service ${name} runs the wanted number of tasks in ${region}`
  const service = found.find((candidate) => candidate.serviceName === name)
  if (!service || service.status === 'INACTIVE') return failed(check, 'no such service')
  const rollouts = service.deployments?.length ?? 0
  return checkThat(
    service.status === 'ACTIVE' &&
      service.runningCount === service.desiredCount &&
      service.pendingCount === 0 &&
      rollouts <= 1,
    check,
    `${service.runningCount} of ${service.desiredCount} running, ${service.pendingCount} pending, ${rollouts} deployment(s)`,
  )
}

async function checkTargets(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
  service: ServiceName,
): Promise<readonly Check[]> {
  return [judgeTargets(region, service, await describeTargetHealth(aws, target, region, service))]
}

/** Draining targets are ignored; an empty target group fails. */
export function judgeTargets(
  region: RegionId,
  service: ServiceName,
  descriptions: readonly TargetHealthDescription[],
): Check {
  const counted = descriptions.filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
  const states = counted.map(({ Target, TargetHealth }) => {
    const reason = TargetHealth?.Reason ? ` (${TargetHealth.Reason})` : ''
    return `${Target?.Id}:${Target?.Port} ${TargetHealth?.State}${reason}`
  })
  return checkThat(
    counted.length > 0 && counted.every(({ TargetHealth }) => TargetHealth?.State === 'healthy'),
    `every target of ${service} is healthy in ${region}`,
    states.join(', ') || 'no target',
  )
}
