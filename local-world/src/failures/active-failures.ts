import { isDeepStrictEqual } from 'node:util'
import { FaultNotFound, FaultRefused } from './errors.ts'
import type { Fault, FaultTargets, Heal } from './failure.ts'
import { FaultFields } from './fields.ts'
import { FAULT_KINDS } from './kinds/index.ts'

interface ActiveFault {
  readonly fault: Fault
  readonly heal: Heal
  readonly cancelExpiry: () => void
}

/** The faults under way: injected, listed, healed; each is told to the journal when it begins and when it ends. */
export class ActiveFaults implements AsyncDisposable {
  readonly #targets: FaultTargets
  readonly #active = new Map<string, ActiveFault>()
  /** Faults that are over: healing one again is fine. */
  readonly #over = new Set<string>()
  #count = 0

  constructor(targets: FaultTargets) {
    this.#targets = targets
  }

  list(): readonly Fault[] {
    return [...this.#active.values()].map(({ fault }) => fault)
  }

  /** Throws FaultRefused when the request is not understood; then nothing has changed. */
  async inject(request: Readonly<Record<string, unknown>>): Promise<Fault> {
    const kind = FAULT_KINDS.find((known) => known.kind === request.kind)
    if (!kind)
      throw new FaultRefused(
        `There is no fault of the kind ${JSON.stringify(request.kind) ?? '(none given)'}; there are ${FAULT_KINDS.map((known) => known.kind).join(', ')}`,
      )
    const fields = new FaultFields(kind.kind, request)
    const forMs = fields.optionalAmount('forMs')
    const prepared = kind.prepare(fields, this.#targets)
    fields.end()
    this.#refuseTwice(kind.kind, prepared.subject)
    const { clock } = this.#targets.world
    const startedMs = clock.now()
    const heal = await prepared.inject()
    const id = `${kind.kind}-${++this.#count}`
    const fault: Fault = {
      id,
      kind: kind.kind,
      since: new Date(startedMs).toISOString(),
      ...(heal && forMs !== undefined && { until: new Date(clock.now() + forMs).toISOString() }),
      isMomentary: heal === undefined,
      subject: prepared.subject,
    }
    this.#record('fault injected', fault)
    if (!heal) this.#over.add(id)
    else {
      const cancelExpiry = forMs === undefined ? () => {} : clock.after(forMs, () => void this.heal(id))
      this.#active.set(id, { fault, heal, cancelExpiry })
    }
    return fault
  }

  async heal(id: string): Promise<void> {
    const active = this.#active.get(id)
    if (!active && this.#over.has(id)) return
    if (!active) throw new FaultNotFound(id, [...this.#active.keys()])
    this.#active.delete(id)
    this.#over.add(id)
    active.cancelExpiry()
    await active.heal()
    this.#record('fault healed', active.fault)
  }

  /** A frozen process cannot be asked to end, so everything is healed before the world stops. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of [...this.#active.keys()].reverse()) await this.heal(id)
  }

  #refuseTwice(kind: string, subject: Fault['subject']): void {
    const same = this.list().find((fault) => fault.kind === kind && isDeepStrictEqual(fault.subject, subject))
    if (same)
      throw new FaultRefused(
        `This fault is under way already, as "${same.id}"; heal it first: DELETE /faults/${same.id}`,
      )
  }

  #record(event: string, { id, kind, subject }: Fault): void {
    const { region, ...rest } = subject
    this.#targets.world.journal.record({
      module: 'faults',
      event,
      subject: kind,
      ...(typeof region === 'string' && { region: region as never }),
      detail: { id, ...rest },
    })
  }
}
