import { OPERATOR } from '../history/event.ts'
import type { Recorder } from '../history/recorder.ts'
import { describeFailure, type Failure, type FailureClient, type InjectedFailure } from './failure-client.ts'

interface OwnFailure {
  readonly description: string
  readonly begun: Promise<InjectedFailure>
}

/** What became of the failures of a drill that is stopped halfway. */
export interface Healing {
  readonly healed: readonly string[]
  readonly left: readonly string[]
}

/** The failures of one drill, each from its injection until it ends. */
export class OwnFailures {
  readonly #client: () => FailureClient
  readonly #recorder: Recorder
  readonly #own = new Set<OwnFailure>()
  #isLeaving = false

  constructor(client: () => FailureClient, recorder: Recorder) {
    this.#client = client
    this.#recorder = recorder
  }

  async inject(failure: Failure): Promise<InjectedFailure> {
    // A story that is being stopped must not go on: a failure injected now would never be healed.
    if (this.#isLeaving) return new Promise(() => {})
    const description = describeFailure(failure)
    const operation = this.#recorder.begin(OPERATOR, 'inject', { detail: description })
    const own = { description, begun: this.#client().inject(failure) }
    this.#own.add(own)
    try {
      const { id } = await own.begun
      operation.end({ type: 'ok', detail: description })
      return { id, heal: () => this.#heal(own) }
    } catch (error) {
      this.#own.delete(own)
      throw error
    }
  }

  /** Ends every failure still under way, the latest first. */
  async healAll(): Promise<void> {
    for (const own of this.#lastFirst()) await this.#heal(own)
  }

  /** The same for a drill that is stopped halfway: continues when a failure cannot be healed. */
  async healBeforeLeaving(): Promise<Healing> {
    this.#isLeaving = true
    const healed: string[] = []
    const left: string[] = []
    for (const own of this.#lastFirst()) {
      // A refused injection has broken nothing.
      const begun = await own.begun.catch(() => undefined)
      if (!begun) continue
      await begun.heal().then(
        () => healed.push(own.description),
        (error: Error) => left.push(`${own.description} (${error.message})`),
      )
    }
    this.#own.clear()
    return { healed, left }
  }

  #lastFirst(): readonly OwnFailure[] {
    return [...this.#own].reverse()
  }

  async #heal(own: OwnFailure): Promise<void> {
    const operation = this.#recorder.begin(OPERATOR, 'heal', { detail: own.description })
    const begun = await own.begun
    await begun.heal()
    this.#own.delete(own)
    operation.end({ type: 'ok', detail: own.description })
  }
}
