import type { DeleteDBInstanceMessage, DeleteDBInstanceResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { clusterOf, instanceOf } from '../../model/database-state.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { toInstance } from '../instance-shape.ts'
import { instanceNamed, requireRestored } from '../lookups.ts'

/** Stops the server; the cluster keeps its volume. */
export function deleteDbInstance(control: RdsControl) {
  return (input: DeleteDBInstanceMessage, { region }: WireContext): DeleteDBInstanceResult => {
    const found = instanceNamed(control.states, input.DBInstanceIdentifier ?? '', region)
    const { plan, status } = found.instance
    const cluster = clusterOf(found.state, plan.clusterId)
    requireRestored(control, cluster, found.state)
    if (status !== 'available')
      throw awsErrors.invalidInstanceState(`Instance ${plan.id} is ${status}, not available.`)
    if (input.FinalDBSnapshotIdentifier !== undefined)
      throw awsErrors.invalidCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
      )
    const state = control.restored.removeInstance(cluster.plan.arn)
    return { DBInstance: toInstance({ state, instance: instanceOf(state, plan.id) }) }
  }
}
