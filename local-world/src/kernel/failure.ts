import type { FailureFields } from './failure-fields.ts'

/** Ends a failure; called once. */
export type Heal = () => Promise<void> | void

/** What a failure does to whom: plain values, as they are listed. */
export type FailureSubject = Readonly<Record<string, string | number | boolean>>

export interface PreparedFailure {
  /** The request's fields as they were understood. */
  readonly subject: FailureSubject
  /** Begins it; without a heal it is over at once, as a killed process is. */
  inject(): Promise<Heal | undefined> | Heal | undefined
}

/** One kind of failure that can be injected into a target: a running module, or the links and control planes of a world. */
export interface FailureKind<Target> {
  readonly kind: string
  /** One sentence for people. */
  readonly summary: string
  /** Reads the request and finds what it names; throws FailureRefusedError, and changes nothing. */
  prepare(fields: FailureFields, target: Target): PreparedFailure
}
