import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Certificate } from '../../../kernel/certificates.ts'
import type { Clock } from '../../../kernel/clock.ts'
import { rememberChild } from '../../../kernel/orphans.ts'
import { PortTakenError, PostgresFailedError } from '../errors.ts'
import type { Account } from './account.ts'
import { hostRules, type ServerSettings, serverConfiguration } from './configuration.ts'
import { childrenOf } from './process-family.ts'
import { PROGRAM_ENVIRONMENT } from './run-program.ts'
import type { ServerFiles } from './server-files.ts'

/** What all servers of one world share. */
export interface ServerProgram {
  readonly postgres: string
  readonly account: Account
  /** Where child processes are recorded for the next world, in case this one is killed. */
  readonly runFolder: string
  /** A patient clock, for the time a server needs to become ready. */
  readonly clock: Pick<Clock, 'now'>
}

/** How a server is shut down. */
export type Shutdown = 'fast' | 'immediate'

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const satisfies Record<Shutdown, NodeJS.Signals>
const READY_POLL_MS = 10
const READY_WITHIN_MS = 30_000
/** Zero-based line of postmaster.pid with the server's state. */
const STATE_LINE = 7
/** Line of postmaster.pid with key and id of the shared memory that a killed server leaves behind. */
const SHARED_MEMORY_LINE = 6
const LAST_WORDS_LINES = 12
const CANNOT_BIND = 'could not bind'

/**
 * One PostgreSQL server over one data directory and one port.
 *
 * It starts and stops the process and reports unexpected exits; it never decides what happens then.
 */
export class Server {
  readonly files: ServerFiles
  readonly #program: ServerProgram
  readonly #onDeath: () => void
  #process: ChildProcess | undefined
  /** True while no start or stop waits for its exit: they handle it themselves. */
  #isUnattended = false
  /** Pids of its frozen processes; undefined while it runs. */
  #frozen: readonly number[] | undefined
  #forgetFrozen: (() => void)[] = []

  constructor(program: ServerProgram, files: ServerFiles, onDeath: () => void) {
    this.#program = program
    this.files = files
    this.#onDeath = onDeath
  }

  get isRunning(): boolean {
    return this.#process !== undefined
  }

  get isFrozen(): boolean {
    return this.#frozen !== undefined
  }

  /** Writes configuration and certificate; a running server keeps the old ones until `reload`. */
  async configure(settings: ServerSettings, certificate: Certificate): Promise<void> {
    await writeFile(this.files.configuration, serverConfiguration(settings, this.files), { mode: 0o600 })
    await writeFile(this.files.hostRules, hostRules(settings.parameters), { mode: 0o600 })
    await writeFile(this.files.certificate, certificate.certificatePem)
    await writeFile(this.files.privateKey, certificate.privateKeyPem, { mode: 0o600 })
    await this.#program.account.own(this.files.folder)
  }

  /** Resolves when the server answers queries, as a writer or as a standby in a consistent state. */
  async start(): Promise<void> {
    if (this.#process) throw new PostgresFailedError(`The server in ${this.files.folder} already runs`)
    const { postgres, account, runFolder } = this.#program
    const log = await open(this.files.log, 'a')
    const { size: logStart } = await log.stat()
    const [file = '', ...args] = [...account.prefix, postgres, '-D', this.files.data]
    const child = spawn(file, [...args, '-c', `config_file=${this.files.configuration}`], {
      ...account.ids,
      cwd: this.files.folder,
      env: PROGRAM_ENVIRONMENT,
      // Straight to a file: a pipe would tie the server's log to the lifetime of this process.
      stdio: ['ignore', log.fd, log.fd],
    })
    await log.close()
    this.#isUnattended = false
    this.#process = child
    const forget = child.pid === undefined ? undefined : rememberChild(runFolder, child.pid, this.files.data)
    child.once('exit', () => {
      forget?.()
      this.#process = undefined
      if (this.#isUnattended) this.#onDeath()
    })
    child.once('error', () => {
      this.#process = undefined
    })
    await this.#untilReady(child, logStart)
    this.#isUnattended = true
  }

  /** Reloads the configuration, upstream included: a standby then follows its new one. */
  reload(): void {
    this.#process?.kill('SIGHUP')
  }

  /** Stops the server and waits for its exit; does nothing if it has ended. */
  async stop(shutdown: Shutdown): Promise<void> {
    this.#isUnattended = false
    const child = this.#process
    if (!child) return
    const exited = once(child, 'exit')
    child.kill(SIGNALS[shutdown])
    this.thaw()
    await exited
  }

  /** Kills it, like a host failure: the server's children notice within moments. */
  async kill(): Promise<void> {
    const child = this.#process
    if (!child) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    this.thaw()
    await exited
  }

  /** Freezes every process of the server: connections stay open, and nothing is answered. */
  async freeze(): Promise<void> {
    const postmaster = this.#process?.pid
    if (postmaster === undefined || this.#frozen) return
    // The parent first, so that it starts no further children.
    signal(postmaster, 'SIGSTOP')
    this.#frozen = [postmaster]
    const children = await childrenOf(postmaster)
    for (const pid of children) signal(pid, 'SIGSTOP')
    this.#frozen = [postmaster, ...children]
    // A frozen process does not notice the end of the world, so the next world must be able to kill it.
    const { runFolder } = this.#program
    this.#forgetFrozen = children.map((pid) =>
      rememberChild(runFolder, pid, `postgres: ${basename(this.files.folder)}`),
    )
  }

  thaw(): void {
    for (const pid of (this.#frozen ?? []).toReversed()) signal(pid, 'SIGCONT')
    for (const forget of this.#forgetFrozen) forget()
    this.#frozen = undefined
    this.#forgetFrozen = []
  }

  /** Frees what a killed server could not: a few bytes of System V memory, which would stay until a reboot. */
  async releaseMemory(): Promise<void> {
    const line = (await this.#pidFileLines())[SHARED_MEMORY_LINE]
    const id = line?.trim().split(/\s+/)[1]
    if (this.#process || !id) return
    await new Promise<void>((done) => execFile('ipcrm', ['-m', id], () => done()))
  }

  async #untilReady(child: ChildProcess, logStart: number): Promise<void> {
    const { clock } = this.#program
    const deadlineMs = clock.now() + READY_WITHIN_MS
    while (clock.now() < deadlineMs) {
      if (this.#process !== child) throw await this.#failure('ended while it started', logStart)
      const lines = await this.#pidFileLines()
      if (lines[0] === String(child.pid) && lines[STATE_LINE]?.trim() === 'ready') return
      await wait(READY_POLL_MS)
    }
    throw await this.#failure(`did not become ready within ${READY_WITHIN_MS / 1000} s`, logStart)
  }

  async #pidFileLines(): Promise<readonly string[]> {
    const text = await readFile(join(this.files.data, 'postmaster.pid'), 'utf8').catch(() => '')
    return text.split('\n')
  }

  async #failure(what: string, logStart: number): Promise<PostgresFailedError> {
    const log = await readFile(this.files.log).catch(() => Buffer.alloc(0))
    const words = log.subarray(logStart).toString('utf8')
    const lastWords = words.trimEnd().split('\n').slice(-LAST_WORDS_LINES).join('\n')
    const message = `The server in ${this.files.folder} ${what}. Its log ends:\n${lastWords}`
    return words.includes(CANNOT_BIND) ? new PortTakenError(message) : new PostgresFailedError(message)
  }
}

/** A process that has exited meanwhile needs no signal. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
