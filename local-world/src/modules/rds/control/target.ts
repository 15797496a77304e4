import { RoleChangeRefusedError } from '../errors.ts'
import { clusterOf, type DatabaseState, membersOf } from '../model/database-state.ts'
import type { ClusterPlan } from '../plan/types.ts'
import { awsErrors } from './aws-errors.ts'
import type { States } from './context.ts'
import { isNamed } from './lookups.ts'

/** The global database that a request names. */
export function globalNamed(states: States, id: string): DatabaseState {
  const state = states().find(({ plan }) => plan.global && isNamed(plan.global, id))
  if (!state || membersOf(state).length === 0) throw awsErrors.globalClusterNotFound(id)
  return state
}

/** The id as the model has it, whatever case the request used. */
export const globalIdOf = ({ plan }: DatabaseState): string => plan.global?.id ?? ''

/** The member that a request names. AWS requires an ARN, because a name does not tell the region. */
export function memberNamed(state: DatabaseState, parameter: string, arn: string): ClusterPlan {
  if (!arn.startsWith('arn:')) throw awsErrors.notAnArn(parameter, arn)
  const member = membersOf(state).find(({ plan }) => plan.arn === arn)
  if (!member) throw awsErrors.clusterNotFound(arn)
  return member.plan
}

export function primaryOf(state: DatabaseState): ClusterPlan {
  return clusterOf(state, state.writerClusterId).plan
}

/** Turns the model's refusals into AWS errors. */
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
