import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The record of a bundle's inputs, stored in its folder. */
const RECORD = 'inputs.json'

interface Inputs {
  /** Relative to the repository. */
  readonly files: readonly string[]
  /** Digest of those files' times and sizes. */
  readonly stamp: string
}

/** Whether the bundle in a folder was built from the files as they are now. */
export function isFresh(repository: string, folder: string): boolean {
  const inputs = read(join(folder, RECORD))
  return inputs !== undefined && inputs.stamp === stampOf(repository, inputs.files)
}

/** Records a bundle's inputs: sources, installed packages, and the bundler itself. */
export function rememberInputs(repository: string, folder: string, own: readonly string[]): void {
  const files = [...own, ...bundler(repository), 'package-lock.json']
  const place = join(folder, RECORD)
  const next = `${place}.${process.pid}`
  writeFileSync(next, JSON.stringify({ files, stamp: stampOf(repository, files) } satisfies Inputs))
  renameSync(next, place)
}

function bundler(repository: string): readonly string[] {
  const sources = 'packages/service-bundle/src'
  return readdirSync(join(repository, sources)).map((name) => `${sources}/${name}`)
}

function read(place: string): Inputs | undefined {
  try {
    return JSON.parse(readFileSync(place, 'utf8')) as Inputs
  } catch {
    return undefined
  }
}

/** A missing file counts as well. */
function stampOf(repository: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const found = statSync(join(repository, file), { throwIfNoEntry: false })
    hash.update(`${file} ${found?.mtimeMs} ${found?.size}\n`)
  }
  return hash.digest('hex')
}
