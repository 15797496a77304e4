import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { buildConsole } from '../src/run-built.ts'
import { startConsole } from '../src/start-console.ts'

/** One build for all tests of a file. */
let built: Promise<string> | undefined

function builtApp(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meridian-console-app-'))
    await buildConsole(folder)
    return folder
  })()
  return built
}

afterAll(async () => {
  if (built) rmSync(await built, { recursive: true, force: true })
})

/** A console in its own folder, for a target that the test describes; stopped after the test. */
export async function startTestConsole(options: { readonly folder?: string; readonly port?: number } = {}) {
  const folder = options.folder ?? temporaryFolder()
  const worldFile = join(folder, 'world.json')
  const running = await startConsole({
    target: { target: 'local', repositoryRoot: folder, worldFile },
    targetFile: worldFile,
    port: options.port ?? 0,
    assetFolder: await builtApp(),
    resultsFolder: join(folder, 'results'),
    identityFile: join(folder, 'cache', 'console.json'),
  })
  let isStopped = false
  const stop = async () => {
    if (!isStopped) await running[Symbol.asyncDispose]()
    isStopped = true
  }
  onTestFinished(stop)
  return {
    ...running,
    folder,
    stop,
    port: Number(new URL(running.url).port),
    describeWorld: (world: object) => writeFileSync(worldFile, JSON.stringify(world)),
  }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-console-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The Cookie header of a browser that has opened a link. */
export async function openLink(link: string): Promise<string> {
  const opened = await fetch(link, { redirect: 'manual' })
  return (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
