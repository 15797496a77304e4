/** The environment cannot be worked with; `faults` names each variable. */
export class ConfigurationInvalidError extends Error {
  readonly code = 'MERIDIAN_SERVICE_CONFIGURATION_INVALID'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'a variable' : `${faults.length} variables`
    super(
      `The environment has ${count} that cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n` +
        'Correct this in the task definition and start again.',
    )
    this.name = 'ConfigurationInvalidError'
    this.faults = faults
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
