import { TooManyParkedError } from '../errors.ts'

interface Parked<Pass> {
  readonly resolve: (pass: Pass) => void
  readonly reject: (reason: unknown) => void
  readonly timer: NodeJS.Timeout
}

/**
 * Where writes wait for a writer: limited in number and time, first come first served.
 */
export class ParkingLot<Pass> {
  readonly #most: number
  readonly #parked = new Set<Parked<Pass>>()
  #everParked = 0

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#parked.size
  }

  /** How many have waited since the process started, including those waiting now. */
  get everParked(): number {
    return this.#everParked
  }

  /** Waits for a pass; `refusal` creates the error when the time is up. */
  wait(forMs: number, refusal: () => Error): Promise<Pass> {
    if (this.#parked.size >= this.#most) return Promise.reject(new TooManyParkedError(this.#most))
    return new Promise<Pass>((resolve, reject) => {
      const giveUp = () => {
        this.#parked.delete(parked)
        reject(refusal())
      }
      const parked: Parked<Pass> = { resolve, reject, timer: setTimeout(giveUp, Math.max(0, forMs)) }
      this.#parked.add(parked)
      this.#everParked += 1
    })
  }

  /** Resolves all waiting writes, in order of arrival. */
  release(pass: Pass): void {
    this.#empty(({ resolve }) => resolve(pass))
  }

  /** Rejects all waiting writes. */
  refuse(reason: unknown): void {
    this.#empty(({ reject }) => reject(reason))
  }

  #empty(tell: (parked: Parked<Pass>) => void): void {
    for (const parked of this.#parked) {
      clearTimeout(parked.timer)
      this.#parked.delete(parked)
      tell(parked)
    }
  }
}
