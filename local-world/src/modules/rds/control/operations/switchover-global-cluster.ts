import type { SwitchoverGlobalClusterMessage, SwitchoverGlobalClusterResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { toGlobalCluster } from '../shapes.ts'
import { asAwsError, globalIdOf, globalNamed, memberNamed, primaryOf } from '../target.ts'

/** A planned change of writer, called in the region of the current primary; it continues after the answer. */
export function switchoverGlobalCluster({ states, requestWriter }: RdsControl) {
  return (input: SwitchoverGlobalClusterMessage, { region }: WireContext): SwitchoverGlobalClusterResult => {
    const { GlobalClusterIdentifier: id = '', TargetDbClusterIdentifier: arn = '' } = input
    const state = globalNamed(states, id)
    const target = memberNamed(state, 'TargetDbClusterIdentifier', arn)
    const primary = primaryOf(state)
    if (region !== primary.region)
      throw awsErrors.wrongRegion(
        'SwitchoverGlobalCluster',
        region,
        `the region of the primary, ${primary.region}`,
      )
    const requested = asAwsError(() => requestWriter(globalIdOf(state), target.id, false))
    return { GlobalCluster: toGlobalCluster(requested) }
  }
}
