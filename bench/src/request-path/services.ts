import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type Contender = 'product' | 'plain'

/** A service in its own process, which logs to a file. */
export interface RunningService extends AsyncDisposable {
  readonly contender: Contender
  readonly origin: string
}

export async function startService(
  contender: Contender,
  target: { readonly port: number; readonly database: string },
  folder: string,
): Promise<RunningService> {
  const file = fileURLToPath(new URL(`./${contender}-service.ts`, import.meta.url))
  const log = await open(path.join(folder, `${contender}.log`), 'w')
  const child = fork(file, [JSON.stringify(target)], { stdio: ['ignore', log.fd, 'inherit', 'ipc'] })
  const origin = await firstMessage(child)
  return {
    contender,
    origin,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await log.close()
    },
  }
}

async function firstMessage(child: ChildProcess): Promise<string> {
  const ended = new AbortController()
  child.once('exit', (code) => ended.abort(new Error(`the service ended with ${code} before it listened`)))
  const [message] = (await once(child, 'message', { signal: ended.signal })) as [string]
  return message
}
