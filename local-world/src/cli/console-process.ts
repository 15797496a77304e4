import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildConsole } from '@meridian/service-bundle'

/** The console of this world, in a separate process so that its work does not slow the world. */
export interface ConsoleProcess extends AsyncDisposable {
  readonly url: string
  /** A single-use address that opens it in one browser. */
  readonly link: string
}

export interface ConsoleRequest {
  readonly repositoryRoot: string
  readonly descriptionFile: string
  /** Where it is built, and where its port and secret are kept for the next run. */
  readonly cacheFolder: string
  /** 0 takes the port of the last run, or any free one. */
  readonly port: number
}

/** Builds it if a source has changed, starts it, and resolves once it listens; it waits for the world's description itself. */
export async function startConsoleProcess(request: ConsoleRequest): Promise<ConsoleProcess> {
  const { repositoryRoot, descriptionFile, cacheFolder, port } = request
  const folder = join(cacheFolder, 'console')
  const { args, environment } = await buildConsole(repositoryRoot, folder)
  const options = {
    target: { target: 'local', repositoryRoot, worldFile: descriptionFile },
    targetFile: descriptionFile,
    port,
    assetFolder: folder,
    resultsFolder: join(repositoryRoot, 'test-results'),
    identityFile: join(cacheFolder, 'console-local.json'),
  }
  const child = spawn(process.execPath, [...args, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'exit')
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
  if (!started) throw new Error(`The console ended with ${child.exitCode} before it listened; see above.`)
  const [{ url, link }] = started as [Pick<ConsoleProcess, 'url' | 'link'>]
  return { url, link, [Symbol.asyncDispose]: () => end(child, ended) }
}

/** A console that has not exited by then is killed, so that the world can stop. */
const END_WITHIN_MS = 5_000

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
  await ended
  clearTimeout(late)
}
