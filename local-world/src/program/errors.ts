import type { SourcePosition } from '@meridian/resource-graph'
import { describePosition } from '@meridian/resource-graph'

export type ProgramErrorCode =
  | 'MERIDIAN_PROGRAM_NOT_FOUND'
  | 'MERIDIAN_PROGRAM_STACK_UNKNOWN'
  | 'MERIDIAN_PROGRAM_SETTINGS_INVALID'
  | 'MERIDIAN_PROGRAM_FAILED'
  | 'MERIDIAN_PROGRAM_STALLED'
  | 'MERIDIAN_PROGRAM_INVOKE_UNKNOWN'
  | 'MERIDIAN_PROGRAM_REQUEST_UNSUPPORTED'
  | 'MERIDIAN_PROGRAM_REGION_UNKNOWN'
  | 'MERIDIAN_PROGRAM_PROVIDER_FAILED'
  | 'MERIDIAN_PROGRAM_PROVIDER_TAKEN'

/** Running the Pulumi program failed for a reason that its author can fix; `code` says which. */
export class ProgramError extends Error {
  override readonly name: string = 'ProgramError'
  readonly code: ProgramErrorCode

  constructor(code: ProgramErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The named stack has no settings file. */
export class StackUnknownError extends ProgramError {
  override readonly name = 'StackUnknownError'
  readonly isWrongUse = true

  constructor(stack: string, projectFolder: string, known: readonly string[]) {
    super(
      'MERIDIAN_PROGRAM_STACK_UNKNOWN',
      `There is no stack "${stack}" in ${projectFolder}; it has ${known.join(', ') || 'none'}`,
    )
  }
}

/** The program threw, or exited with a code other than 0; the message is the program's own. */
export class ProgramFailedError extends ProgramError {
  override readonly name = 'ProgramFailedError'
  readonly exitCode: number | null

  constructor(project: string, stack: string, exitCode: number | null, lastWords: string) {
    super(
      'MERIDIAN_PROGRAM_FAILED',
      `The program "${project}" failed for stack "${stack}" (exit code ${exitCode ?? 'none: it was killed'}): ${lastWords}`,
    )
    this.exitCode = exitCode
  }
}

/** A resource or provider call of the program was refused; the message names its source position. */
export class RegistrationRefusedError extends ProgramError {
  override readonly name = 'RegistrationRefusedError'
  readonly source: SourcePosition | undefined

  constructor(
    code: ProgramErrorCode,
    subject: string,
    source: SourcePosition | undefined,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(code, `${subject}${source ? ` at ${describePosition(source)}` : ''}: ${reason}`, options)
    this.source = source
  }
}
