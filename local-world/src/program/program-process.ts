import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { ProgramLog } from './engine-service.ts'

export interface ProgramProcessOptions {
  readonly projectFolder: string
  /** Relative to the project folder; `.` lets package.json's `main` decide. */
  readonly main: string
  readonly project: string
  readonly stack: string
  /** `host:port` of the monitor and engine. */
  readonly address: string
  readonly parallel: number
  readonly config: Readonly<Record<string, string>>
  /** Keeps compiled modules between runs. */
  readonly compileCacheFolder: string | undefined
  /** Where the process records what it read, when it exits. */
  readonly readsFile: string | undefined
  readonly log: (entry: ProgramLog) => void
  readonly signal: AbortSignal
  readonly onStart: (pid: number | undefined) => void
}

const PRELOAD = import.meta.resolve('./runtime/preload.ts')

/** Runs the program as `pulumi up` does, in its own process; resolves with its exit code, null if killed. */
export async function runProgramProcess(options: ProgramProcessOptions): Promise<number | null> {
  const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run')
  const child = spawn(process.execPath, ['--import', PRELOAD, runner, ...runnerArguments(options)], {
    cwd: options.projectFolder,
    env: programEnvironment(options),
    // Nothing is written to stdin: while it is open, the program knows that the engine is alive.
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  })
  options.onStart(child.pid)
  forwardLines(child.stdout, 'info', options.log)
  forwardLines(child.stderr, 'warning', options.log)
  return new Promise((resolve, reject) => {
    child.once('error', (error) => (options.signal.aborted ? undefined : reject(error)))
    child.once('close', (code) => resolve(code))
  })
}

function runnerArguments(options: ProgramProcessOptions): string[] {
  const flags = {
    organization: 'organization',
    project: options.project,
    stack: options.stack,
    pwd: options.projectFolder,
    'root-directory': options.projectFolder,
    monitor: options.address,
    engine: options.address,
    parallel: String(options.parallel),
  }
  return [...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), options.main]
}

/** The caller's environment without AWS and Pulumi variables: no account and no login may reach the program. */
function programEnvironment(options: ProgramProcessOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI)_/.test(name))
  return {
    ...Object.fromEntries(inherited),
    PULUMI_CONFIG: JSON.stringify(options.config),
    ...(options.compileCacheFolder ? { NODE_COMPILE_CACHE: options.compileCacheFolder } : {}),
    ...(options.readsFile ? { MERIDIAN_PROGRAM_READS: options.readsFile } : {}),
  }
}

function forwardLines(
  stream: NodeJS.ReadableStream,
  severity: ProgramLog['severity'],
  log: ProgramProcessOptions['log'],
): void {
  createInterface({ input: stream }).on('line', (message) => log({ severity, message, urn: undefined }))
}
