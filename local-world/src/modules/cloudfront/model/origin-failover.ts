import type { Distribution, Origin } from './distribution.ts'
import { READ_METHODS } from './read-methods.ts'

/** The origins of one request; the second is tried only on the listed statuses. */
export interface OriginChoice {
  readonly primary: Origin
  readonly secondary: Origin | undefined
  readonly statusCodes: ReadonlySet<number>
}

/** Outcome of a request to one origin: its response, or why there is none. */
export type OriginOutcome =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'connect-failure' }
  /** Its name has no address. */
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'broken' }

/** The status that an origin group's criteria compare. */
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

/** The status that viewers get without a response: a failed connection is 502 to them, and 503 only to failover criteria. */
export function viewerStatusOf(outcome: OriginOutcome): number {
  return outcome.kind === 'connect-failure' ? 502 : statusOf(outcome)
}

/** Only reads fail over, and only on a listed status: 503 includes failed connections, 504 time-outs. */
export function failsOver(choice: OriginChoice, method: string, outcome: OriginOutcome): boolean {
  if (!choice.secondary || !READ_METHODS.has(method)) return false
  return choice.statusCodes.has(statusOf(outcome))
}

/** The origins that a behaviour's target refers to. */
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
