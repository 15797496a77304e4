import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleFolder } from './bundle-folder.ts'
import { isFresh } from './freshness.ts'

const MAIN = join(import.meta.dirname, 'main.ts')

/**
 * Bundles a service unless its bundle is up to date; true if it was built.
 *
 * Runs in its own process: the bundler takes hundreds of megabytes, which a world would hold for as long as it runs.
 *
 * @throws Error with the bundler's output, including file and line.
 */
export async function bundleWhenStale(repository: string, service: string): Promise<boolean> {
  if (isFresh(repository, bundleFolder(repository, service))) return false
  try {
    await promisify(execFile)(process.execPath, [MAIN, '--repository', repository, service])
  } catch (error) {
    throw new Error((error as { readonly stderr?: string }).stderr?.trim() || (error as Error).message)
  }
  return true
}
