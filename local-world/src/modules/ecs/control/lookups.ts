import type { RegionId } from '@meridian/topology'
import { pageOf } from '../../../kernel/page.ts'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { RunningTask } from '../engine/running-task.ts'
import type { ServiceRunner } from '../engine/service-runner.ts'
import type { ClusterPlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import type { EcsControl } from './context.ts'

/** Whether the request's `include` names an optional part. */
export const asks = (
  { include = [] }: { readonly include?: readonly string[] | undefined },
  what: string,
): boolean => include.includes(what)

const isCalled = (resource: { readonly arn: string; readonly name: string }, wanted: string): boolean =>
  wanted === resource.arn || wanted === resource.name

export function findCluster(
  { plan }: EcsControl,
  wanted: string | undefined,
  region: RegionId,
): ClusterPlan | undefined {
  return plan.clusters.find((cluster) => cluster.region === region && isCalled(cluster, wanted ?? 'default'))
}

export function clusterOf(control: EcsControl, wanted: string | undefined, region: RegionId): ClusterPlan {
  const cluster = findCluster(control, wanted, region)
  if (cluster) return cluster
  throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
}

export function findService(
  { runners }: EcsControl,
  cluster: ClusterPlan,
  wanted: string,
): ServiceRunner | undefined {
  return runners.find(({ plan }) => plan.cluster.arn === cluster.arn && isCalled(plan, wanted))
}

interface PageInput {
  readonly maxResults?: number | undefined
  readonly nextToken?: string | undefined
}

const PAGE_SIZE = 100

/** One page of ARNs, with the requested page size. */
export function pageOfArns(
  arns: readonly string[],
  { maxResults: size, nextToken: token }: PageInput,
  usual = PAGE_SIZE,
): { readonly arns: string[]; readonly nextToken: string | undefined } {
  const { items, next } = pageOf(
    arns,
    { size: size ?? usual, token },
    () => new AwsError('InvalidParameterException', 'Invalid token'),
  )
  return { arns: [...items], nextToken: next }
}

const TASK_ID = /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** By ARN or id; throws if there is no such task. */
export function findTask(
  { tasks }: EcsControl,
  cluster: ClusterPlan,
  wanted: string,
): RunningTask | undefined {
  if (!TASK_ID.test(wanted.slice(wanted.lastIndexOf('/') + 1)))
    throw new AwsError('InvalidParameterException', `taskId length should be one of [32,36]: ${wanted}`)
  return tasks().find(
    ({ arn, request }) => request.cluster.arn === cluster.arn && (wanted === arn || wanted === request.id),
  )
}

/** By ARN, `family:revision` or family; throws ECS's error if unknown. */
export function taskDefinitionOf(
  { definitions }: EcsControl,
  wanted: string | undefined,
  region: RegionId,
): TaskDefinitionPlan {
  const found = definitions.find(wanted ?? '', region)
  if (found) return found
  throw new AwsError('ClientException', 'Unable to describe task definition.')
}

/** An active revision, from which tasks can be started. */
export function activeTaskDefinitionOf(
  control: EcsControl,
  wanted: string | undefined,
  region: RegionId,
): TaskDefinitionPlan {
  const found = control.definitions.find(wanted ?? '', region)
  if (!found) throw new AwsError('ClientException', 'TaskDefinition not found.')
  if (!control.definitions.isActive(found))
    throw new AwsError('ClientException', 'TaskDefinition is inactive')
  return found
}
