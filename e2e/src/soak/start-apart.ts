import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorldDescription } from '@meridian/local-world'
import { REPOSITORY_ROOT } from '../booted-world.ts'

/** A world in its own process, as `npm start` runs it; disposing it stops it like Ctrl-C. */
export interface WorldApart extends AsyncDisposable {
  readonly pid: number
  readonly description: WorldDescription
  readonly runFolder: string
  /** Resolves when the process has exited, for whatever reason. */
  readonly ended: Promise<void>
}

/** Starts this checkout's world and resolves when it is ready; its output for people goes to `onLine`. */
export async function startWorldApart(
  onLine: (text: string) => void,
  settings: readonly string[] = [],
): Promise<WorldApart> {
  const child = spawn(process.execPath, [...startLine(), '--json', ...settings], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(() => {})
  child.stderr.setEncoding('utf8').on('data', onLine)
  const stop = async () => {
    child.kill('SIGINT')
    await ended
  }
  try {
    const description = await Promise.race([
      readDescription(child.stdout),
      ended.then(() =>
        Promise.reject(new Error('The world ended before it was ready; its last lines say why.')),
      ),
    ])
    return {
      pid: child.pid ?? 0,
      description,
      runFolder: join(REPOSITORY_ROOT, '.world', 'run'),
      ended,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What `npm start` runs, with its Node options but without the launcher, which would be another process. */
function startLine(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string }
  }
  return scripts.start.split(' ').slice(2)
}

/** Only the description is written to stdout, so it is complete as soon as it parses. */
async function readDescription(stdout: NodeJS.ReadableStream): Promise<WorldDescription> {
  let text = ''
  for await (const chunk of stdout.setEncoding('utf8')) {
    text += String(chunk)
    if (!text.endsWith('}\n')) continue
    try {
      return JSON.parse(text) as WorldDescription
    } catch {
      // Incomplete: more follows.
    }
  }
  throw new Error('The world closed its output without a description.')
}
