import { isDeepStrictEqual } from 'node:util'
import { BoundedMap } from '../kernel/bounded-map.ts'
import type { Clock } from '../kernel/clock.ts'
import { FailureRefusedError } from '../kernel/errors.ts'
import type { Heal } from '../kernel/failure.ts'
import { FailureFields } from '../kernel/failure-fields.ts'
import type { Journal } from '../kernel/journal.ts'
import { FailureNotFoundError } from './errors.ts'
import type { InjectedFailure } from './injected-failure.ts'
import type { KnownKind } from './known-kinds.ts'

/** Healing one of these again is fine: some hours of drills. */
const KEPT_OVER = 1_000

interface ActiveFailure {
  readonly failure: InjectedFailure
  readonly heal: Heal
  readonly cancelExpiry: () => void
}

/** The failures under way: injected, listed, healed. The journal records the beginning and the end of each. */
export class ActiveFailures implements AsyncDisposable {
  readonly #kinds: readonly KnownKind[]
  readonly #clock: Clock
  readonly #journal: Journal
  readonly #active = new Map<string, ActiveFailure>()
  /** Failures that are over: healing one again is fine. */
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

  /** Throws FailureRefusedError when the request is not understood; then nothing has changed. */
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
    const clock = this.#clock
    const startedMs = clock.now()
    const heal = await prepared.inject()
    const id = `${kind.kind}-${++this.#count}`
    const failure: InjectedFailure = {
      id,
      kind: kind.kind,
      since: new Date(startedMs).toISOString(),
      ...(heal && forMs !== undefined && { until: new Date(clock.now() + forMs).toISOString() }),
      isMomentary: heal === undefined,
      subject: prepared.subject,
    }
    this.#record('failure injected', failure)
    if (!heal) this.#over.set(id, true)
    else {
      const cancelExpiry = forMs === undefined ? () => {} : clock.after(forMs, () => void this.heal(id))
      this.#active.set(id, { failure, heal, cancelExpiry })
    }
    return failure
  }

  async heal(id: string): Promise<void> {
    const active = this.#active.get(id)
    if (!active && this.#over.has(id)) return
    if (!active) throw new FailureNotFoundError(id, [...this.#active.keys()])
    this.#active.delete(id)
    this.#over.set(id, true)
    active.cancelExpiry()
    await active.heal()
    this.#record('failure healed', active.failure)
  }

  /** A frozen process cannot be asked to end, so everything is healed before the world stops. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of [...this.#active.keys()].reverse()) await this.heal(id)
  }

  #refuseTwice(kind: string, subject: InjectedFailure['subject']): void {
    const same = this.list().find(
      (failure) => failure.kind === kind && isDeepStrictEqual(failure.subject, subject),
    )
    if (same)
      throw new FailureRefusedError(
        `This failure is under way already, as "${same.id}"; heal it first: DELETE /failures/${same.id}`,
      )
  }

  #record(event: string, { id, kind, subject }: InjectedFailure): void {
    const { region, ...rest } = subject
    this.#journal.record({
      module: 'failures',
      event,
      subject: kind,
      ...(typeof region === 'string' && { region: region as never }),
      detail: { id, ...rest },
    })
  }
}
