import type { FailureSubject } from '../kernel/failure.ts'

/** A failure that was injected. */
export interface InjectedFailure {
  readonly id: string
  readonly kind: string
  /** ISO 8601, UTC. */
  readonly since: string
  /** When it heals automatically. */
  readonly until?: string
  /** It is already over: there is nothing to heal. */
  readonly isMomentary: boolean
  readonly subject: FailureSubject
}
