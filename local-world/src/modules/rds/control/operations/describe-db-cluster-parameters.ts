import type { DBClusterParameterGroupDetails, DescribeDBClusterParametersMessage } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { sortParameters } from '../../engine/configuration.ts'
import { awsErrors } from '../aws-errors.ts'
import type { States } from '../context.ts'
import { page } from '../listing.ts'

/** The parameters that the program sets in a group; the hundreds of defaults are not listed. */
export function describeDbClusterParameters(states: States) {
  return (
    input: DescribeDBClusterParametersMessage,
    { region }: WireContext,
  ): DBClusterParameterGroupDetails => {
    const name = (input.DBClusterParameterGroupName ?? '').toLowerCase()
    const cluster = states()
      .flatMap((state) => [...state.clusters.values()])
      .find(({ plan }) => plan.region === region && plan.parameterGroupName === name)
    if (!cluster) throw awsErrors.parameterGroupNotFound(name)
    const isOthers = input.Source !== undefined && input.Source !== 'user'
    const { ignored } = sortParameters(cluster.plan.parameters)
    const all = Object.entries(isOthers ? {} : cluster.plan.parameters).map(
      ([ParameterName, ParameterValue]) => ({
        ParameterName,
        ParameterValue,
        Source: 'user',
        ApplyMethod: cluster.plan.pendingReboot.includes(ParameterName)
          ? ('pending-reboot' as const)
          : ('immediate' as const),
        IsModifiable: true,
        ...(ignored.includes(ParameterName) && { Description: 'Recorded; has no effect in the local world' }),
      }),
    )
    const { items, Marker } = page(all, input)
    return { Parameters: [...items], Marker }
  }
}
