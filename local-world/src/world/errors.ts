import { WorldError } from '../kernel/errors.ts'

/** Another process runs a world in the same folder. */
export class WorldAlreadyRunningError extends WorldError {
  constructor(pid: number, folder: string, startedAt: string) {
    super(
      'MERIDIAN_WORLD_ALREADY_RUNNING',
      `A world is already running from this folder (process ${pid}, since ${startedAt}). ` +
        `Use it (its addresses are in ${folder}/world.json), or stop it with: kill ${pid}`,
      { isYours: true },
    )
  }
}

/** The program described something that the world cannot run. */
export class PlanRefusedError extends WorldError {
  constructor(problems: readonly { readonly module: string; readonly error: Error }[]) {
    const lines = problems.map(({ module, error }) => `  ${module}: ${error.message}${codeOf(error)}`)
    super('MERIDIAN_WORLD_PLAN_REFUSED', `The program cannot run as it is:\n${lines.join('\n')}`, {
      isYours: true,
      cause: problems[0]?.error,
    })
  }
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? ` (${code})` : ''
}

/** A module did not start; modules already started have been stopped. */
export class ModuleFailedError extends WorldError {
  constructor(module: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const isYours = cause instanceof WorldError && cause.isYours
    super('MERIDIAN_WORLD_MODULE_FAILED', `${module} did not start: ${reason}`, { isYours, cause })
  }
}

/** Something that a starting world waits for did not happen in time. */
export class NotReadyInTimeError extends WorldError {
  constructor(awaited: string, lastSeen: string, limitMs: number) {
    super(
      'MERIDIAN_WORLD_NOT_READY',
      `Waited for ${awaited}, and for ${limitMs / 1_000} s it came no nearer; last seen: ${lastSeen}.`,
      { isYours: false },
    )
  }
}

/** The migration task failed, so the services would not find the schema they need. */
export class ReleaseFailedError extends WorldError {
  constructor(reason: string, lastWords: string) {
    super('MERIDIAN_WORLD_RELEASE_FAILED', `The migration task failed: ${reason}\n${lastWords}`, {
      isYours: false,
    })
  }
}

/** A command needs a running world and there is none. */
export class NoWorldRunningError extends WorldError {
  constructor(descriptionFile: string) {
    super(
      'MERIDIAN_WORLD_NOT_RUNNING',
      `No world is running: ${descriptionFile} is not there, or the process that wrote it has ended. Start one with: npm start`,
      { isYours: true },
    )
  }
}

/** The AWS command-line tool is not installed. */
export class AwsCliMissingError extends WorldError {
  constructor(program: string) {
    super(
      'MERIDIAN_AWS_CLI_MISSING',
      `There is no "${program}" on the PATH. Install the AWS CLI (version 2 from AWS, or 1 with: pipx install awscli), or ` +
        'use the scripts, which bring their own client.',
      { isYours: true },
    )
  }
}
