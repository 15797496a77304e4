import { readFileSync, writeFileSync } from 'node:fs'
import type { StepResult } from './finding.ts'

interface State {
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly results: readonly StepResult[]
}

/** A demonstration's progress; kept in a file next to the world, so that it can be resumed. */
export class DemoProgress {
  readonly #file: string
  #state: State

  private constructor(file: string, state: State) {
    this.#file = file
    this.#state = state
  }

  /** Resumes this world's demonstration, or starts one. */
  static open(file: string, resumes: boolean): DemoProgress {
    const earlier = readState(file)
    if (earlier && resumes) return new DemoProgress(file, earlier)
    return new DemoProgress(file, { startedAt: new Date().toISOString(), results: [] })
  }

  get startedAt(): Date {
    return new Date(this.#state.startedAt)
  }

  get results(): readonly StepResult[] {
    return this.#state.results
  }

  isDone(id: string): boolean {
    return this.results.some((result) => result.id === id && isGood(result))
  }

  /** Saves a step's result, replacing an earlier attempt's. */
  keep(result: StepResult): void {
    this.#write({ ...this.#state, results: [...this.results.filter(({ id }) => id !== result.id), result] })
  }

  #write(state: State): void {
    this.#state = state
    writeFileSync(this.#file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  }
}

export const isGood = ({ error, findings }: StepResult): boolean =>
  error === undefined && findings.every(({ isOk }) => isOk)

function readState(file: string): State | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State
  } catch {
    return undefined
  }
}
