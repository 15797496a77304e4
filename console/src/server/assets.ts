import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** A file of the app, ready to send. */
export interface Asset {
  readonly type: string
  readonly gzipped: Buffer
}

export interface Assets {
  readonly script: Asset
  readonly style: Asset
}

/** Reads the files that `build.ts` wrote into the folder. */
export async function readAssets(folder: string): Promise<Assets> {
  const [script, style] = await Promise.all([
    assetOf('text/javascript; charset=utf-8', join(folder, 'app.js')),
    assetOf('text/css; charset=utf-8', join(folder, 'app.css')),
  ])
  return { script, style }
}

async function assetOf(type: string, file: string): Promise<Asset> {
  return { type, gzipped: await promisify(gzip)(await readFile(file)) }
}
