import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ArchiveEntry } from '../model/archive.ts'

export interface CodeMeasure {
  /** Total of all files: Lambda reports the size of their archive, but none is packed here. */
  readonly bytes: number
  /** Base64, over names and contents. */
  readonly sha256: string
}

/** Size and digest of a function's files. Paths are relative to the program. */
export function measureCode(entries: readonly ArchiveEntry[], programFolder: string): CodeMeasure {
  const digest = createHash('sha256')
  let bytes = 0
  for (const entry of entries) {
    if ('text' in entry) bytes += take(digest, entry.place, Buffer.from(entry.text))
    else bytes += takePath(digest, entry.place, resolve(programFolder, entry.path))
  }
  return { bytes, sha256: digest.digest('base64') }
}

function takePath(digest: Hash, place: string, path: string): number {
  if (!statSync(path).isDirectory()) return take(digest, place, readFileSync(path))
  return readdirSync(path)
    .sort()
    .reduce((bytes, name) => bytes + takePath(digest, `${place}/${name}`, join(path, name)), 0)
}

function take(digest: Hash, place: string, content: Buffer): number {
  digest.update(`${place}\0`).update(content)
  return content.length
}
