/** What one action of a step found out. */
export interface Finding {
  readonly isOk: boolean
  /** One line for the audience and the report: the figure, with its unit. */
  readonly headline: string
}

/** Outcome of a step. */
export interface StepResult {
  readonly id: string
  readonly title: string
  readonly durationMs: number
  readonly findings: readonly Finding[]
  /** Set when the step ended with an error. */
  readonly error?: string
}
