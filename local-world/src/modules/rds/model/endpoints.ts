import type { InstancePlan } from '../plan/types.ts'
import { clusterOf, type DatabaseState, firstInstance, instanceOf, roleOf } from './database-state.ts'

/** A DNS name of the database and the instances that it leads to now, in order of preference. */
export interface Endpoint {
  readonly name: string
  readonly kind: 'global writer' | 'cluster' | 'reader' | 'instance'
  /** Evaluated for each query, because roles change and instances come and go. */
  targets(state: DatabaseState): readonly InstancePlan[]
  /** The name that it is a CNAME of. */
  alias?(state: DatabaseState): string | undefined
}

/** Every name under which the database can be reached. */
export function endpointsOf(state: DatabaseState): readonly Endpoint[] {
  const { global } = state.plan
  const everywhere: readonly Endpoint[] = global
    ? [
        {
          name: global.endpoint,
          kind: 'global writer',
          targets: (now) => listed(firstInstance(now, now.endpointClusterId)),
          alias: (now) => clusterOf(now, now.endpointClusterId).plan.endpoint,
        },
      ]
    : []
  return [...everywhere, ...[...state.clusters.keys()].flatMap((id) => clusterEndpoints(state, id))]
}

function clusterEndpoints(state: DatabaseState, clusterId: string): readonly Endpoint[] {
  const { plan } = clusterOf(state, clusterId)
  return [
    // In a secondary region AWS calls it inactive, but it resolves and connects read-only.
    {
      name: plan.endpoint,
      kind: 'cluster',
      targets: (now) => listed(firstInstance(now, clusterId)),
      alias: (now) => firstInstance(now, clusterId)?.endpoint,
    },
    { name: plan.readerEndpoint, kind: 'reader', targets: (now) => readersOf(now, clusterId) },
    ...plan.instances.map(
      (instance): Endpoint => ({
        name: instance.endpoint,
        kind: 'instance',
        targets: () => [instance],
      }),
    ),
  ]
}

/** The cluster's available readers; if there are none, its first instance. */
function readersOf(state: DatabaseState, clusterId: string): readonly InstancePlan[] {
  const { instances } = clusterOf(state, clusterId).plan
  const readers = instances.filter(
    ({ id }) => roleOf(state, id) === 'reader' && instanceOf(state, id).status === 'available',
  )
  return readers.length > 0 ? readers : instances.slice(0, 1)
}

function listed(instance: InstancePlan | undefined): readonly InstancePlan[] {
  return instance ? [instance] : []
}

/** The names in an instance's certificate: all that lead to it now or after a change of roles. */
export function certificateNames(state: DatabaseState, instance: InstancePlan): readonly string[] {
  const { plan } = clusterOf(state, instance.clusterId)
  const names = [instance.endpoint, plan.endpoint, plan.readerEndpoint]
  return state.plan.global ? [...names, state.plan.global.endpoint] : names
}
