import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { bundleService } from '../src/bundle-service.ts'
import { bundleFolder, bundleWhenStale } from '../src/index.ts'

const REPOSITORY = join(import.meta.dirname, '../../..')
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1'

/** A port where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The frontend's bundle without an API, running until the test ends. */
async function startFrontend(daemonPort: number) {
  const port = await freePort()
  const child = spawn(process.execPath, [join(bundleFolder(REPOSITORY, 'frontend'), 'server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PORT: String(port),
      AWS_REGION: 'us-east-1',
      API_ORIGIN: `http://127.0.0.1:${await freePort()}`,
      API_ORIGIN_KEY: 'none',
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemonPort}`,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stdout.on('data', (chunk) => (log += chunk))
  const visit = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-amzn-trace-id': TRACE } }).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(() => visit('/health/live'), { timeout: 15_000 }).toBe(200)
  return { visit, log: () => log }
}

describe('the bundle of the frontend', () => {
  beforeAll(async () => {
    await bundleWhenStale(REPOSITORY, 'frontend')
  })

  it('has its libraries in ASCII files without source maps, which are cheap to load', () => {
    const folder = bundleFolder(REPOSITORY, 'frontend')
    const ofLibraries = (name: string) => /\.mjs$/.test(name) && !existsSync(join(folder, `${name}.map`))
    const libraries = readdirSync(folder).filter(ofLibraries)
    expect(libraries).toContain('libraries~main.mjs')
    for (const name of libraries)
      expect(readFileSync(join(folder, name), 'utf8'), name).toMatch(/^[\0-\x7f]*$/)
    expect(readFileSync(join(folder, 'main.mjs'), 'utf8').length).toBeLessThan(300_000)
  })

  it('requires node:http, whose import would load Node’s fetch', () => {
    const folder = bundleFolder(REPOSITORY, 'frontend')
    const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'))
    for (const name of files)
      expect(readFileSync(join(folder, name), 'utf8'), name).not.toMatch(/\bfrom "node:http"/)
  })

  it('names TypeScript files and their lines in stack traces', async () => {
    const { visit, log } = await startFrontend(await freePort())
    expect(await visit('/en')).toBe(503)
    await expect.poll(log).toContain('MERIDIAN_FRONTEND_API_UNAVAILABLE')
    expect(log()).toMatch(/services\/frontend\/src\/api\/transport\.ts:\d+:\d+/)
    expect(log()).not.toMatch(/dist\/\w+\.mjs:\d+:\d+\)\\n.*frontend\/src/)
  })

  it('sends segments to the X-Ray daemon', async () => {
    const daemon = createSocket('udp4').bind(0, '127.0.0.1')
    onTestFinished(() => void daemon.close())
    await once(daemon, 'listening')
    let received = ''
    daemon.on('message', (message) => (received += message))
    const { visit } = await startFrontend(daemon.address().port)
    await visit('/en')
    await expect
      .poll(() => received, { timeout: 15_000 })
      .toContain('"trace_id":"1-5759e988-bd862e3fe1be46a994272793"')
    expect(received).toContain('"name":"frontend"')
  })
})

describe('the bundle of marketing-api', () => {
  it('contains both of its programs and the migrations that they read', async () => {
    const { own, packages } = await bundleService(REPOSITORY, 'marketing-api')
    const files = readdirSync(bundleFolder(REPOSITORY, 'marketing-api'))
    expect(files).toEqual(expect.arrayContaining(['server.mjs', 'migrate.mjs', 'migrations']))
    expect(files.filter((name) => /\.\d+$/.test(name))).toEqual([])
    expect(own).toEqual(expect.arrayContaining(['services/marketing-api/src/app.ts']))
    expect(own.some((path) => path.endsWith('.sql'))).toBe(true)
    expect(packages).toContain('node_modules/fastify')
  })
})

describe('bundleWhenStale', () => {
  /** A repository with one service of two files. */
  function smallRepository(): string {
    const root = mkdtempSync(join(tmpdir(), 'meridian-bundle-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    mkdirSync(join(root, 'services/small/src'), { recursive: true })
    mkdirSync(join(root, 'packages/service-bundle/src'), { recursive: true })
    writeFileSync(join(root, 'package-lock.json'), '{}')
    writeFileSync(join(root, 'services/small/src/server.ts'), `import { word } from './word.ts'\nword()\n`)
    writeFileSync(join(root, 'services/small/src/word.ts'), `export const word = (): string => 'one'\n`)
    return root
  }

  it('bundles once, and again when an imported source was changed or deleted', async () => {
    const root = smallRepository()
    expect(await bundleWhenStale(root, 'small')).toBe(true)
    expect(existsSync(join(root, 'services/small/dist/server.mjs'))).toBe(true)
    expect(await bundleWhenStale(root, 'small')).toBe(false)
    utimesSync(join(root, 'services/small/src/word.ts'), 1, 1)
    expect(await bundleWhenStale(root, 'small')).toBe(true)
    rmSync(join(root, 'services/small/src/word.ts'))
    await expect(bundleWhenStale(root, 'small')).rejects.toThrow(/word\.ts/)
  })

  it('removes files of an earlier bundle', async () => {
    const root = smallRepository()
    mkdirSync(join(root, 'services/small/dist'))
    writeFileSync(join(root, 'services/small/dist/old-part.mjs'), '')
    await bundleWhenStale(root, 'small')
    expect(readdirSync(join(root, 'services/small/dist'))).not.toContain('old-part.mjs')
  })
})
