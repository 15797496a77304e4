import type { Distribution, Origin } from './distribution.ts'
import { READ_METHODS } from './read-methods.ts'

/** The origins of one request: the second is tried only for the listed statuses. */
export interface OriginChoice {
  readonly primary: Origin
  readonly secondary: Origin | undefined
  readonly statusCodes: ReadonlySet<number>
}

/** What became of a request to one origin: its answer, or why there is none. */
export type OriginOutcome =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'connect-failure' }
  /** Its name has no address. */
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken' }

/** The status that an origin group compares, and that viewers see when nothing else is left. */
export function statusOf(outcome: OriginOutcome): number {
  switch (outcome.kind) {
    case 'status':
      return outcome.status
    case 'connect-failure':
      return 503
    case 'timeout':
      return 504
    case 'unresolved':
    case 'broken':
      return 502
  }
}

/** What viewers get where nothing was answered: a failed connection is 502 to them, and 503 only to an origin group's criteria. */
export function viewerStatusOf(outcome: OriginOutcome): number {
  return outcome.kind === 'connect-failure' ? 502 : statusOf(outcome)
}

/** Only reads fail over, and only on a listed status: 503 stands for a failed connection, 504 for a time-out. */
export function failsOver(choice: OriginChoice, method: string, outcome: OriginOutcome): boolean {
  if (!choice.secondary || !READ_METHODS.has(method)) return false
  return choice.statusCodes.has(statusOf(outcome))
}

/** The origins that a behaviour's target stands for. */
export function chooseOrigins(distribution: Distribution, targetId: string): OriginChoice | undefined {
  const group = distribution.originGroups.get(targetId)
  const primary = distribution.origins.get(group?.primaryId ?? targetId)
  if (!primary) return undefined
  return {
    primary,
    secondary: group && distribution.origins.get(group.secondaryId),
    statusCodes: group?.statusCodes ?? new Set(),
  }
}
