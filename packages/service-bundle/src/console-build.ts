import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isFresh } from './freshness.ts'

/** How to start Node with a built console. */
export interface ConsoleLaunch {
  /** Node arguments before the console's own. */
  readonly args: readonly string[]
  /** In addition to the current environment. */
  readonly environment: Readonly<Record<string, string>>
}

/** Builds the console into a folder, unless the build there is up to date; resolves with how to start it. */
export async function buildConsole(repository: string, folder: string): Promise<ConsoleLaunch> {
  if (!isFresh(repository, folder)) {
    await mkdir(folder, { recursive: true })
    await promisify(execFile)(process.execPath, [join(repository, 'console/src/build.ts'), folder])
  }
  const { options, environment } = JSON.parse(readFileSync(join(folder, 'launch.json'), 'utf8')) as {
    readonly options: readonly string[]
    readonly environment: Readonly<Record<string, string>>
  }
  return { args: [...options, join(folder, 'serve.mjs')], environment }
}
