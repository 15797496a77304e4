/** The environment cannot be worked with; `problems` names each variable. */
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

/** No answer was there when the request's budget was over; what was begun may still be done. */
export class OverdueError extends Error {
  readonly code = 'MERIDIAN_SERVICE_OVERDUE'

  constructor(withinMs: number) {
    super(`Nothing answered this request within its budget of ${withinMs} ms.`)
    this.name = 'OverdueError'
  }
}

/** More is asked of this process than it answers in time; nothing was begun. */
export class OverloadedError extends Error {
  readonly code = 'MERIDIAN_SERVICE_OVERLOADED'

  constructor() {
    super('Too many requests are waiting already. The service needs more tasks.')
    this.name = 'OverloadedError'
  }
}
