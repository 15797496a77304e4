import { type Change, changedZone } from './changes.ts'
import type { Zone } from './zone.ts'

/** One accepted batch (GetChange). */
export interface ChangeRecord {
  readonly id: string
  readonly submittedAtMs: number
  readonly comment: string
}

/** The hosted zones as they are now. A batch replaces a zone as a whole or not at all. */
export class ZoneStore {
  readonly #zones = new Map<string, Zone>()
  readonly #changes = new Map<string, ChangeRecord>()
  #all: readonly Zone[] = []

  constructor(zones: readonly Zone[]) {
    for (const zone of zones) this.#zones.set(zone.id, zone)
    this.#all = zones
  }

  all(): readonly Zone[] {
    return this.#all
  }

  byId(id: string): Zone | undefined {
    return this.#zones.get(id)
  }

  /** Throws InvalidChange, and changes nothing, when any change of the batch can not be made. */
  apply(zone: Zone, changes: readonly Change[], comment: string, atMs: number): ChangeRecord {
    this.#zones.set(zone.id, changedZone(zone, changes))
    this.#all = [...this.#zones.values()]
    const id = `C${String(this.#changes.size + 1).padStart(13, '0')}`
    const record = { id, submittedAtMs: atMs, comment }
    this.#changes.set(id, record)
    return record
  }

  change(id: string): ChangeRecord | undefined {
    return this.#changes.get(id)
  }
}
