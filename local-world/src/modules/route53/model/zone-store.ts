import { BoundedMap } from '../../../kernel/bounded-map.ts'
import { type Change, changedZone } from './changes.ts'
import type { Zone } from './zone.ts'

/** One accepted batch, for GetChange. */
export interface ChangeRecord {
  readonly id: string
  readonly submittedAtMs: number
  readonly comment: string
  readonly isInSync: boolean
}

interface StoredChange {
  readonly record: ChangeRecord
  /** The zone with this change and all earlier ones. */
  readonly zone: Zone
}

/** Clients poll a change until it is in sync, which takes up to a minute. */
const KEPT_CHANGES = 1_000

/**
 * The hosted zones in two versions: with every accepted batch, as the API shows them, and with the propagated batches only,
 * as the name servers answer. A batch replaces a zone as a whole or not at all.
 */
export class ZoneStore {
  readonly #zones = new Map<string, Zone>()
  readonly #served = new Map<string, Zone>()
  /** Each holds the resulting zone. */
  readonly #changes = new BoundedMap<string, StoredChange>(KEPT_CHANGES)
  #submitted = 0
  #servedZones: readonly Zone[] = []

  constructor(zones: readonly Zone[]) {
    for (const zone of zones) {
      this.#zones.set(zone.id, zone)
      this.#served.set(zone.id, zone)
    }
    this.#servedZones = zones
  }

  all(): readonly Zone[] {
    return [...this.#zones.values()]
  }

  /** The zones as the name servers have them. */
  served(): readonly Zone[] {
    return this.#servedZones
  }

  byId(id: string): Zone | undefined {
    return this.#zones.get(id)
  }

  /** Throws InvalidChangeError, and changes nothing, when any change of the batch cannot be made. */
  apply(zone: Zone, changes: readonly Change[], comment: string, atMs: number): ChangeRecord {
    const changed = changedZone(zone, changes)
    this.#zones.set(zone.id, changed)
    const id = `C${String(++this.#submitted).padStart(13, '0')}`
    const record: ChangeRecord = { id, submittedAtMs: atMs, comment, isInSync: false }
    this.#changes.set(id, { record, zone: changed })
    return record
  }

  /** Marks a batch as propagated to every name server. */
  spread(changeId: string): void {
    const change = this.#changes.get(changeId)
    if (!change) return
    this.#served.set(change.zone.id, change.zone)
    this.#servedZones = [...this.#served.values()]
    this.#changes.set(changeId, { ...change, record: { ...change.record, isInSync: true } })
  }

  change(id: string): ChangeRecord | undefined {
    return this.#changes.get(id)?.record
  }
}
