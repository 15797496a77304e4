interface Sighting {
  readonly atMs: number
  readonly position: bigint
}

const KEPT_SIGHTINGS = 3_600

/**
 * How many milliseconds a follower is behind, from positions alone: the time since the writer was where the follower is.
 * Between two sightings of the writer its position is taken to have grown evenly.
 */
export class LagMeter {
  #writerId = ''
  #sightings: Sighting[] = []

  /** Another writer's positions mean something else: what was seen before is forgotten. */
  seeWriter(writerId: string, position: bigint, atMs: number): void {
    if (writerId !== this.#writerId) this.#sightings = []
    this.#writerId = writerId
    this.#sightings = [...this.#sightings, { atMs, position }].slice(-KEPT_SIGHTINGS)
  }

  /** Undefined before the writer was ever seen, or when it was never seen as far back as that. */
  lagMs(position: bigint, atMs: number): number | undefined {
    const newest = this.#sightings.at(-1)
    if (!newest) return undefined
    if (position >= newest.position) return 0
    const passed = this.#sightings.findLastIndex((sighting) => sighting.position <= position)
    const before = this.#sightings[passed]
    const after = this.#sightings[passed + 1]
    if (!before || !after) return atMs - (this.#sightings[0]?.atMs ?? atMs)
    const share = Number(position - before.position) / Number(after.position - before.position)
    return Math.max(0, Math.round(atMs - (before.atMs + share * (after.atMs - before.atMs))))
  }
}
