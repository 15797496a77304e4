/** The program describes a function that Lambda would refuse or that cannot run here. */
export class InvalidFunctionError extends Error {
  override readonly name = 'InvalidFunctionError'
  readonly code = 'MERIDIAN_LAMBDA_INVALID_FUNCTION'
}
