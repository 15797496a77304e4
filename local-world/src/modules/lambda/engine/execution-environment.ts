import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../../../kernel/clock.ts'
import { rememberChild } from '../../../kernel/orphans.ts'
import type { InvocationOutcome } from '../running.ts'

const RUNTIME = fileURLToPath(new URL('./runtime.ts', import.meta.url))
/** The most of a function's log that a caller gets. */
const TAIL_BYTES = 4_096

export interface EnvironmentRequest {
  readonly taskRoot: string
  readonly handler: string
  readonly timeoutMs: number
  /** For the time-out, which excludes the time that a function waits for a busy machine. */
  readonly patientClock: Pick<Clock, 'after'>
  readonly variables: Readonly<Record<string, string>>
  readonly runFolder: string
  /** Everything the function prints. */
  write(text: string): void
}

type Answer = Pick<InvocationOutcome, 'payload' | 'functionError'>

/** One process that runs a function, one event at a time; it stays warm until it exits or times out. */
export class ExecutionEnvironment implements AsyncDisposable {
  readonly #request: EnvironmentRequest
  readonly #child: ChildProcess
  readonly #exited = Promise.withResolvers<void>()
  #hasExited = false
  #tail = ''

  constructor(request: EnvironmentRequest) {
    this.#request = request
    const { taskRoot, handler, variables, runFolder } = request
    const child = spawn(process.execPath, [RUNTIME, taskRoot, handler], {
      cwd: taskRoot,
      env: { ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    })
    this.#child = child
    for (const output of [child.stdout, child.stderr])
      output?.setEncoding('utf8').on('data', (text: string) => this.#keep(text))
    const forget = child.pid === undefined ? () => {} : rememberChild(runFolder, child.pid, RUNTIME)
    const finish = () => {
      this.#hasExited = true
      forget()
      this.#exited.resolve()
    }
    child.once('exit', finish)
    child.once('error', finish)
  }

  get isAlive(): boolean {
    return !this.#hasExited
  }

  async invoke(payload: string): Promise<InvocationOutcome> {
    this.#tail = ''
    const answer = await this.#answerTo(payload)
    return { ...answer, functionError: answer.functionError, logTail: this.#tail }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasExited) this.#child.kill('SIGKILL')
    await this.#exited.promise
  }

  #answerTo(payload: string): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const seconds = (this.#request.timeoutMs / 1_000).toFixed(2)
    const cancel = this.#request.patientClock.after(this.#request.timeoutMs, () => {
      resolve(failure('Sandbox.Timedout', `Task timed out after ${seconds} seconds`))
      this.#child.kill('SIGKILL')
    })
    const onMessage = (answer: Answer) => resolve(answer)
    const onExit = () => resolve(failure('Runtime.ExitError', 'Runtime exited without providing a reason'))
    this.#child.once('message', onMessage)
    this.#child.once('exit', onExit)
    if (this.#hasExited) onExit()
    else this.#child.send({ payload })
    return promise.finally(() => {
      cancel()
      this.#child.off('message', onMessage).off('exit', onExit)
    })
  }

  #keep(text: string): void {
    this.#request.write(text)
    this.#tail = (this.#tail + text).slice(-TAIL_BYTES)
  }
}

const failure = (errorType: string, errorMessage: string): Answer => ({
  functionError: 'Unhandled',
  payload: JSON.stringify({ errorType, errorMessage }),
})
