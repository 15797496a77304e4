import type { FailoverGlobalClusterMessage, FailoverGlobalClusterResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { toGlobalCluster } from '../shapes.ts'
import { asAwsError, globalIdOf, globalNamed, memberNamed, primaryOf } from '../target.ts'

/**
 * With AllowDataLoss: a failover, called in the target's region, because the primary's control plane may be gone. Without
 * it: a switchover, with or without the Switchover flag.
 */
export function failoverGlobalCluster({ states, requestWriter }: RdsControl) {
  return (input: FailoverGlobalClusterMessage, { region }: WireContext): FailoverGlobalClusterResult => {
    const { GlobalClusterIdentifier: id = '', TargetDbClusterIdentifier: arn = '' } = input
    const { AllowDataLoss: isDataLossAllowed = false, Switchover: isSwitchover = false } = input
    const state = globalNamed(states, id)
    if (isDataLossAllowed && isSwitchover) throw awsErrors.contradictoryFlags()
    const target = memberNamed(state, 'TargetDbClusterIdentifier', arn)
    const mayCall = isDataLossAllowed ? [target.region] : [primaryOf(state).region, target.region]
    if (!mayCall.includes(region))
      throw awsErrors.wrongRegion(
        'FailoverGlobalCluster',
        region,
        `the region of the target, ${target.region}`,
      )
    const requested = asAwsError(() => requestWriter(globalIdOf(state), target.id, isDataLossAllowed))
    return { GlobalCluster: toGlobalCluster(requested) }
  }
}
