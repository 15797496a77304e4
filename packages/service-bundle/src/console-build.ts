import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isFresh } from './freshness.ts'

/** How the Node of a built console is started. */
export interface ConsoleLaunch {
  /** The arguments before the console's own. */
  readonly args: readonly string[]
  /** Besides the present one. */
  readonly environment: Readonly<Record<string, string>>
}

/** Builds the console into a folder, unless what is there was made of the files as they are; resolves with how to start it. */
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
