/** The environment is invalid; `problems` names each variable. */
export class ConfigurationInvalidError extends Error {
  readonly code = 'MERIDIAN_SERVICE_CONFIGURATION_INVALID'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a variable' : `${problems.length} variables`
    super(
      `The environment has ${count} that cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n` +
        'Correct this in the task definition and start again.',
    )
    this.name = 'ConfigurationInvalidError'
    this.problems = problems
  }
}

/** The request's time budget ran out without a response; what was started may still complete. */
export class OverdueError extends Error {
  readonly code = 'MERIDIAN_SERVICE_OVERDUE'

  constructor(withinMs: number) {
    super(`Nothing answered this request within its budget of ${withinMs} ms.`)
    this.name = 'OverdueError'
  }
}

/** This process receives more than it can answer in time; nothing was started. */
export class OverloadedError extends Error {
  readonly code = 'MERIDIAN_SERVICE_OVERLOADED'

  constructor() {
    super('Too many requests are waiting already. The service needs more tasks.')
    this.name = 'OverloadedError'
  }
}
