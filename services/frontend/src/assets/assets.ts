import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** Content codings, the smallest first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** One file under /assets/, held in memory: the whole set is smaller than one photograph. */
export interface Asset {
  /** Path with the hash of the content: `/assets/site.3f2a91c0d4.css`. */
  readonly path: string
  readonly contentType: string
  /** By content coding; compressed when first asked for, and then kept. */
  readonly encoded: Readonly<Record<Encoding, Buffer>>
}

export interface Assets {
  /** Path of a file by its plain name; throws if there is none, so that a typo fails a test. */
  url(name: string): string
  /** `current` when the path has this version's hash, `other` when it has a different one. */
  find(path: string): { readonly asset: Asset; readonly version: 'current' | 'other' } | undefined
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const HASH_LENGTH = 10
const HASHED_NAME = /^\/assets\/(?<stem>[a-z0-9-]+)\.[0-9a-f]{10}(?<extension>\.[a-z]+)$/

/** Reads a folder of assets once and names each by its content hash. */
export function loadAssets(folder: string): Assets {
  const byName = new Map(readdirSync(folder).map((name) => [name, loadAsset(folder, name)]))
  return {
    url(name) {
      const asset = byName.get(name)
      if (!asset) throw new RangeError(`No asset "${name}"; there are: ${[...byName.keys()].join(', ')}`)
      return asset.path
    },
    find(path) {
      const { stem = '', extension = '' } = HASHED_NAME.exec(path)?.groups ?? {}
      const asset = byName.get(stem + extension)
      return asset && { asset, version: asset.path === path ? 'current' : 'other' }
    },
  }
}

function loadAsset(folder: string, name: string): Asset {
  const content = readFileSync(join(folder, name))
  const extension = extname(name)
  const contentType = CONTENT_TYPES[extension]
  if (!contentType) throw new RangeError(`"${name}" is of a type that is not served: add ${extension} here`)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH)
  return {
    path: `/assets/${basename(name, extension)}.${hash}${extension}`,
    contentType,
    encoded: encodings(content),
  }
}

/** Compressing all assets would take a seventh of a task's start, and behind an edge a task is rarely asked for one. */
function encodings(content: Buffer): Asset['encoded'] {
  let br: Buffer | undefined
  let gzip: Buffer | undefined
  return {
    get br() {
      br ??= brotliCompressSync(content)
      return br
    },
    get gzip() {
      gzip ??= gzipSync(content)
      return gzip
    },
    identity: content,
  }
}
