import { isDeepStrictEqual } from 'node:util'
import { BoundedMap } from '../kernel/bounded-map.ts'
import type { Clock } from '../kernel/clock.ts'
import { FailureRefusedError } from '../kernel/errors.ts'
import type { FailureSubject, Heal, PreparedFailure } from '../kernel/failure.ts'
import { FailureFields } from '../kernel/failure-fields.ts'
import type { Journal } from '../kernel/journal.ts'
import { FailureNotFoundError } from './errors.ts'
import type { InjectedFailure } from './injected-failure.ts'
import type { KnownKind } from './known-kinds.ts'

/** Healing one of these a second time succeeds; enough for some hours of drills. */
const KEPT_OVER = 1_000

interface ActiveFailure {
  readonly failure: InjectedFailure
  readonly heal: Heal
  readonly cancelExpiry: () => void
  /** Set while it is being healed. */
  healing?: Promise<void> | undefined
}

/** A failure whose injection has started and may already have an effect. */
interface BeginningFailure {
  readonly kind: string
  readonly subject: FailureSubject
  readonly begun: Promise<InjectedFailure>
}

/** The active injected failures: inject, list, heal. The journal records the beginning and the end of each. */
export class ActiveFailures implements AsyncDisposable {
  readonly #kinds: readonly KnownKind[]
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #active = new Map<string, ActiveFailure>()
  readonly #beginning = new Set<BeginningFailure>()
  /** Failures that have ended: healing one a second time succeeds. */
  readonly #over = new BoundedMap<string, true>(KEPT_OVER)
  #count = 0

  constructor(kinds: readonly KnownKind[], { clock, journal }: { clock: Clock; journal: Journal }) {
    this.#kinds = kinds
    this.#clock = clock
    this.#journal = journal
  }

  list(): readonly InjectedFailure[] {
    return [...this.#active.values()].map(({ failure }) => failure)
  }

  /** Throws FailureRefusedError if the request is invalid; then nothing has changed. */
  async inject(request: Readonly<Record<string, unknown>>): Promise<InjectedFailure> {
    const kind = this.#kinds.find((known) => known.kind === request.kind)
    if (!kind)
      throw new FailureRefusedError(
        `No failure is called ${JSON.stringify(request.kind) ?? '(none given)'}; there are ${this.#kinds.map((known) => known.kind).join(', ')}`,
      )
    const fields = new FailureFields(kind.kind, request)
    const forMs = fields.optionalAmount('forMs')
    const prepared = kind.prepare(fields)
    fields.end()
    this.#refuseTwice(kind.kind, prepared.subject)
    const begun = this.#begin(kind.kind, prepared, forMs)
    const beginning = { kind: kind.kind, subject: prepared.subject, begun }
    this.#beginning.add(beginning)
    try {
      return await begun
    } finally {
      this.#beginning.delete(beginning)
    }
  }

  /** A failure that cannot be healed stays listed; the error is thrown to the caller. */
  async heal(id: string): Promise<void> {
    const active = this.#active.get(id)
    if (!active && this.#over.has(id)) return
    if (!active) throw new FailureNotFoundError(id, [...this.#active.keys()])
    active.healing ??= this.#end(active).finally(() => {
      active.healing = undefined
    })
    await active.healing
  }

  /** A frozen process cannot be asked to exit, so everything is healed before the world stops. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#beginning].map(({ begun }) => begun))
    for (const active of [...this.#active.values()].reverse()) await this.#healOrJournal(active)
  }

  async #begin(
    kind: string,
    { subject, inject }: PreparedFailure,
    forMs: number | undefined,
  ): Promise<InjectedFailure> {
    const clock = this.#clock
    const startedMs = clock.now()
    const heal = await inject()
    const id = `${kind}-${++this.#count}`
    const failure: InjectedFailure = {
      id,
      kind,
      since: new Date(startedMs).toISOString(),
      ...(heal && forMs !== undefined && { until: new Date(clock.now() + forMs).toISOString() }),
      isMomentary: heal === undefined,
      subject,
    }
    this.#record('failure injected', failure)
    if (!heal) {
      this.#over.set(id, true)
      return failure
    }
    const expire = () => void this.#healOrJournal(active)
    const cancelExpiry = forMs === undefined ? () => {} : clock.after(forMs, expire)
    const active: ActiveFailure = { failure, heal, cancelExpiry }
    this.#active.set(id, active)
    return failure
  }

  async #end({ failure, heal, cancelExpiry }: ActiveFailure): Promise<void> {
    cancelExpiry()
    await heal()
    this.#active.delete(failure.id)
    this.#over.set(failure.id, true)
    this.#record('failure healed', failure)
  }

  /** For calls without a caller to report the error to. */
  async #healOrJournal({ failure }: ActiveFailure): Promise<void> {
    try {
      await this.heal(failure.id)
    } catch (error) {
      this.#record('failure not healed', failure, { error: String(error) })
    }
  }

  #refuseTwice(kind: string, subject: FailureSubject): void {
    const isSame = (other: { readonly kind: string; readonly subject: FailureSubject }) =>
      other.kind === kind && isDeepStrictEqual(other.subject, subject)
    const active = this.list().find(isSame)
    if (active)
      throw new FailureRefusedError(
        `This failure is under way already, as "${active.id}"; heal it first: DELETE /failures/${active.id}`,
      )
    if ([...this.#beginning].some(isSame))
      throw new FailureRefusedError(
        'This failure is under way already: it was asked for a moment ago; see GET /failures',
      )
  }

  #record(
    event: string,
    { id, kind, subject }: InjectedFailure,
    more: { readonly error?: string } = {},
  ): void {
    const { region, ...rest } = subject
    this.#journal.record({
      module: 'failures',
      event,
      subject: kind,
      ...(typeof region === 'string' && { region: region as never }),
      detail: { id, ...rest, ...more },
    })
  }
}
