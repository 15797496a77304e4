interface Sighting {
  readonly atMs: number
  readonly position: bigint
}

const KEPT_SIGHTINGS = 3_600

/**
 * How many milliseconds a follower lags, from positions alone: the time since the writer was at the follower's
 * position. The writer's position is interpolated linearly between two sightings.
 */
export class LagMeter {
  #writerId = ''
  #sightings: Sighting[] = []

  /** Positions of different writers are not comparable: a new writer discards earlier sightings. */
  seeWriter(writerId: string, position: bigint, atMs: number): void {
    if (writerId !== this.#writerId) this.#sightings = []
    this.#writerId = writerId
    this.#sightings = [...this.#sightings, { atMs, position }].slice(-KEPT_SIGHTINGS)
  }

  /** Undefined until the writer has been seen; before its first sighting, the time since that sighting. */
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
