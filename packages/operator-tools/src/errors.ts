/** A named failure of a tool, probe or drill; `code` is stable and listed in docs/errors.md. */
export class ToolError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** `--target local` while no world runs in this checkout. */
export class WorldNotRunningError extends ToolError {
  constructor(file: string, options?: ErrorOptions) {
    super(
      'MERIDIAN_TARGET_WORLD_NOT_RUNNING',
      `No local world runs here: ${file} does not exist. Start one in another terminal with: npm start`,
      options,
    )
  }
}

/** The description of a target, or the stack outputs in it, cannot be used; all problems at once. */
export class TargetInvalidError extends ToolError {
  constructor(source: string, problems: readonly string[], nextStep: string) {
    super(
      'MERIDIAN_TARGET_INVALID',
      `${source} does not describe a target:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n${nextStep}`,
    )
  }
}

/** A call to AWS, or to the world's control endpoint, got no response. */
export class AwsUnreachableError extends ToolError {
  constructor(message: string, options?: ErrorOptions) {
    super('MERIDIAN_AWS_UNREACHABLE', message, options)
  }
}

/** A probe got no response, or an unintelligible one. */
export class ProbeFailedError extends ToolError {
  constructor(what: string, options?: ErrorOptions) {
    super('MERIDIAN_PROBE_FAILED', what, options)
  }
}

/** Continuing would be unsafe or was not confirmed: the command exits with 3 and has changed nothing. */
export class OperationRefusedError extends ToolError {
  constructor(reason: string) {
    super('MERIDIAN_OPERATION_REFUSED', reason)
  }
}
