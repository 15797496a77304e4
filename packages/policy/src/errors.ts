export type PolicyErrorCode = 'MERIDIAN_POLICY_WAIVER_UNKNOWN_RULE'

/** The rules could not be run as configured. */
export class PolicyError extends Error {
  override readonly name: string = 'PolicyError'
  readonly code: PolicyErrorCode

  constructor(code: PolicyErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
