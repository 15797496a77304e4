import type { CreateDBInstanceMessage, CreateDBInstanceResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { instanceOf } from '../../model/database-state.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { toInstance } from '../instance-shape.ts'
import { allInstances, clusterNamed, newIdentifier, requireRestored } from '../lookups.ts'
import { newInstance } from '../new-cluster.ts'

/** Starts the server of a restored cluster. Instances outside clusters, and second ones, are not supported. */
export function createDbInstance(control: RdsControl) {
  return (input: CreateDBInstanceMessage, context: WireContext): CreateDBInstanceResult => {
    const { states, restored } = control
    const id = newIdentifier('DBInstanceIdentifier', input.DBInstanceIdentifier)
    if (input.DBClusterIdentifier === undefined)
      throw awsErrors.invalidCombination(
        'This world has Aurora only: an instance belongs to a cluster. Give DBClusterIdentifier.',
      )
    const { state, cluster } = clusterNamed(states, input.DBClusterIdentifier, context.region)
    // Stricter than AWS: instance identifiers are unique across all regions of the world.
    if (allInstances(states()).some(({ instance }) => instance.plan.id === id))
      throw awsErrors.instanceExists()
    requireRestored(control, cluster, state)
    if (cluster.status !== 'available')
      throw awsErrors.invalidClusterState(
        `The cluster ${cluster.plan.id} is ${cluster.status}, not available.`,
      )
    if (state.instances.size > 0)
      throw awsErrors.invalidClusterState(
        `The cluster ${cluster.plan.id} has an instance; in this world a restored cluster has one.`,
      )
    const next = restored.addInstance(newInstance(id, cluster.plan, input, context), cluster.plan.arn)
    return { DBInstance: toInstance({ state: next, instance: instanceOf(next, id) }) }
  }
}
