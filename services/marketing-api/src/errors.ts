/** A refusal that the client may read: a status under 500, a stable code, a sentence. */
export class RequestRefused extends Error {
  readonly statusCode: number
  readonly code: string

  constructor(statusCode: number, code: string, message: string) {
    super(message)
    this.name = 'RequestRefused'
    this.statusCode = statusCode
    this.code = code
  }
}

/** The environment cannot be worked with; `faults` names each variable. */
export class ConfigurationInvalid extends Error {
  readonly code = 'MERIDIAN_API_CONFIGURATION_INVALID'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      `The environment has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
    this.name = 'ConfigurationInvalid'
    this.faults = faults
  }
}
