import type { ProblemCode } from '@meridian/contract'

/** A refusal that the client may read: a problem of the contract, and what to do about it in a sentence. */
export class RequestRefusedError extends Error {
  readonly code: ProblemCode

  constructor(code: ProblemCode, detail: string) {
    super(detail)
    this.name = 'RequestRefusedError'
    this.code = code
  }
}

/** More is asked of this process than it answers in time; nothing was begun. */
export class OverloadedError extends Error {
  constructor() {
    super('Too many requests are waiting already.')
    this.name = 'OverloadedError'
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
