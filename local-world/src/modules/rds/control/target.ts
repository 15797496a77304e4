import { RoleChangeRefusedError } from '../errors.ts'
import { clusterOf, type DatabaseState, membersOf } from '../model/database-state.ts'
import type { ClusterPlan } from '../plan/types.ts'
import { awsErrors } from './aws-errors.ts'
import type { States } from './context.ts'
import { isNamed } from './lookups.ts'

/** The database of a global cluster that a request names. */
export function globalNamed(states: States, id: string): DatabaseState {
  const state = states().find(({ plan }) => plan.global && isNamed(plan.global, id))
  if (!state || membersOf(state).length === 0) throw awsErrors.globalClusterNotFound(id)
  return state
}

/** As the model knows it, whatever case the request wrote it in. */
export const globalIdOf = ({ plan }: DatabaseState): string => plan.global?.id ?? ''

/** The member that a request names. AWS wants an ARN, for a name says nothing of the region. */
export function memberNamed(state: DatabaseState, parameter: string, arn: string): ClusterPlan {
  if (!arn.startsWith('arn:')) throw awsErrors.notAnArn(parameter, arn)
  const member = membersOf(state).find(({ plan }) => plan.arn === arn)
  if (!member) throw awsErrors.clusterNotFound(arn)
  return member.plan
}

export function primaryOf(state: DatabaseState): ClusterPlan {
  return clusterOf(state, state.writerClusterId).plan
}

/** What the model refuses, as AWS errors. */
export function asAwsError<Result>(ask: () => Result): Result {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof RoleChangeRefusedError)) throw error
    throw error.reason === 'clusterState'
      ? awsErrors.invalidClusterState(error.message)
      : awsErrors.invalidGlobalClusterState(error.message)
  }
}
