import type { InstancePlan } from '../plan/types.ts'
import { clusterOf, type DatabaseState, firstInstance, instanceOf, writerOf } from './database-state.ts'

/** A server and the one whose WAL it replays. */
export interface Following {
  readonly follower: InstancePlan
  readonly upstream: InstancePlan
}

/** An instance's upstream: a region's first instance follows the writer, the region's others follow the first. */
export function upstreamOf(state: DatabaseState, instanceId: string): InstancePlan | undefined {
  const { plan } = instanceOf(state, instanceId)
  const first = firstInstance(state, plan.clusterId)
  if (first && first.id !== plan.id) return first
  const cluster = clusterOf(state, plan.clusterId)
  const writer = writerOf(state)
  return writer && writer.id !== plan.id && cluster.lineage === 'shared' ? writer : undefined
}

export function followersOf(state: DatabaseState, instanceId: string): readonly InstancePlan[] {
  return [...state.instances.values()]
    .map(({ plan }) => plan)
    .filter(({ id }) => upstreamOf(state, id)?.id === instanceId)
}

/** All followers with their upstreams, those of the writer first. */
export function followings(state: DatabaseState): readonly Following[] {
  const writer = writerOf(state)
  const all = [...state.instances.values()].flatMap(({ plan: follower }): readonly Following[] => {
    const upstream = upstreamOf(state, follower.id)
    return upstream ? [{ follower, upstream }] : []
  })
  const direct = all.filter(({ upstream }) => upstream.id === writer?.id)
  return [...direct, ...all.filter((following) => !direct.includes(following))]
}
