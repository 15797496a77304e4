import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The console of this world, in a process of its own: what it reads and draws costs the world nothing. */
export interface ConsoleProcess extends AsyncDisposable {
  readonly url: string
  /** An address that opens it in one browser, once. */
  readonly link: string
}

export interface ConsoleRequest {
  readonly repositoryRoot: string
  readonly descriptionFile: string
  /** 0: the port of the last run, else any free one. */
  readonly port: number
}

/** Starts it, and resolves once it listens; it waits for the world's description by itself. */
export async function startConsoleProcess(request: ConsoleRequest): Promise<ConsoleProcess> {
  const { repositoryRoot, descriptionFile, port } = request
  const program = join(repositoryRoot, 'console', 'src', 'main.ts')
  const args = ['--target', 'local', '--world', descriptionFile, '--port', String(port)]
  const child = spawn(process.execPath, [...NODE_OPTIONS, program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
  if (!started) throw new Error(`The console ended with ${child.exitCode} before it listened; see above.`)
  const [{ url, link }] = started as [Pick<ConsoleProcess, 'url' | 'link'>]
  return { url, link, [Symbol.asyncDispose]: () => end(child, ended) }
}

/** It watches and keeps next to nothing: a small heap is collected early instead of growing. */
const NODE_OPTIONS = ['--max-semi-space-size=2', '--max-old-space-size=96']

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}
