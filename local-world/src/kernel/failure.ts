import type { FailureFields } from './failure-fields.ts'

/** Ends a failure; called once, and again only when it threw. */
export type Heal = () => Promise<void> | void

/** What a failure affects, as plain values for listing. */
export type FailureSubject = Readonly<Record<string, string | number | boolean>>

export interface PreparedFailure {
  /** The request's fields as parsed. */
  readonly subject: FailureSubject
  /** Injects it. Returns no heal if it is over at once, such as killing a process. */
  inject(): Promise<Heal | undefined> | Heal | undefined
}

/** One kind of failure that can be injected into a target: a running module, or the links and control planes of a world. */
export interface FailureKind<Target> {
  readonly kind: string
  /** One sentence for people. */
  readonly summary: string
  /** Parses the request and finds what it names, without changing anything; throws FailureRefusedError. */
  prepare(fields: FailureFields, target: Target): PreparedFailure
}
