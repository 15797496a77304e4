import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const BROWSER = join(import.meta.dirname, '..', '..', 'browser')

/** A file of the app, ready to be sent. */
export interface Asset {
  readonly type: string
  readonly gzipped: Buffer
}

export interface AppBundle {
  readonly script: Asset
  readonly style: Asset
}

/** Builds the browser's part from its sources; takes some tenths of a second, once a run. */
export async function bundleApp(): Promise<AppBundle> {
  const [script, style] = await Promise.all([bundleScript(), bundleStyle()])
  return {
    script: await assetOf('text/javascript; charset=utf-8', script),
    style: await assetOf('text/css; charset=utf-8', style),
  }
}

async function bundleScript(): Promise<string> {
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    input: join(BROWSER, 'main.tsx'),
    platform: 'browser',
    transform: {
      target: 'es2022',
      jsx: { runtime: 'automatic', importSource: 'preact' },
      define: { 'process.env.NODE_ENV': '"production"' },
    },
  })
  try {
    const { output } = await build.generate({ format: 'es', minify: true })
    return output[0].code
  } finally {
    await build.close()
  }
}

async function bundleStyle(): Promise<string> {
  const chart = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')
  const files = [chart, join(BROWSER, 'style.css')]
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n')
}

async function assetOf(type: string, text: string): Promise<Asset> {
  return { type, gzipped: await promisify(gzip)(text) }
}
