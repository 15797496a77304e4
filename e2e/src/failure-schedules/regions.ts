import {
  applyMigrations,
  type Database,
  type DatabaseOptions,
  type Migration,
  readMigrations,
} from '@meridian/database'
import { type BreakableDatabases, MASTER, startBreakableDatabases } from '@meridian/local-world/testing'
import { clusterId, instanceId, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'
import pg from 'pg'
import { type EndpointProxy, openEndpointProxy, type Place } from './endpoint-proxy.ts'

/** The data library, as it is or with a planted bug. */
export type Library = Pick<
  typeof import('@meridian/database'),
  'openDatabase' | 'prepareRead' | 'fingerprintOf'
>

/** How a story may configure its services differently. */
export interface ServiceOptions extends Partial<Pick<DatabaseOptions, 'parking'>> {
  /** The other regions are not watched: a service learns of a newer writer only from visitors and servers. */
  readonly isBlind?: boolean
}

/** Times of a service: shorter than in production, so that a schedule takes seconds. */
export const SERVICE = {
  watchEveryMs: 100,
  parking: { budgetMs: 2_000, most: 500 },
  catchUpMs: 150,
  timeouts: { connectMs: 900, statementMs: 1_500, lockMs: 1_000, silenceMs: 900 },
} as const

/** How long a renewal counts: shorter than in production, but long enough for a busy machine. */
export const LEASE_MS = 600

/** Round trips in milliseconds: in the same order as the real ones, at a fifth of their length. */
const ROUND_TRIP_MS: Readonly<Record<string, number>> = {
  'us-east-1 us-west-2': 17,
  'ap-northeast-2 us-east-1': 36,
  'ap-northeast-2 us-west-2': 24,
}

const DATABASE = 'marketing'

/** A real global database in three regions, and services that use it. */
export interface Regions extends AsyncDisposable {
  readonly world: BreakableDatabases
  /** A region's database client: reads locally, writes to the current writer. */
  open(library: Library, region: RegionId, options?: ServiceOptions): Database
  /** Queries the writer directly, bypassing every network. */
  askWriter<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Queries one server, whatever its role. */
  askInstance<Row extends pg.QueryResultRow>(instanceId: string, sql: string): Promise<readonly Row[]>
  /** Queries the data of a snapshot. */
  askSnapshot<Row extends pg.QueryResultRow>(snapshotId: string, sql: string): Promise<readonly Row[]>
}

export async function startRegions(migrations: readonly Migration[] = readMigrations()): Promise<Regions> {
  await using undo = new AsyncDisposableStack()
  const world = undo.use(
    await startBreakableDatabases((from, to) => ROUND_TRIP_MS[[from, to].sort().join(' ')] ?? 0),
  )
  const proxies = new Map<string, EndpointProxy>()
  const proxy = async (from: RegionId, name: string, lookUp: () => Place) =>
    proxies.set(`${from} ${name}`, undo.use(await openEndpointProxy(world.wan, from, lookUp)))
  for (const from of REGION_IDS) {
    await proxy(from, 'writer', () => writerPlace(world))
    for (const region of REGION_IDS) await proxy(from, region, () => placeOf(world, region))
  }
  await applyMigrations(
    {
      endpoint: { host: '127.0.0.1', port: writerPlace(world).port },
      credentials: MASTER,
      database: DATABASE,
      tls: 'off',
      applicationName: 'migration',
    },
    { migrations },
  )
  const administrator = { ...world.rds.administrate(instanceId('us-east-1', 1)), database: DATABASE }
  await ask(administrator, 'update writer_epoch set lease_ms = $1', [LEASE_MS])
  const standing = undo.move()

  const endpoint = (from: RegionId, name: string) => {
    const found = proxies.get(`${from} ${name}`)
    if (!found) throw new Error(`There is no proxy from ${from} to ${name}`)
    return { host: '127.0.0.1', port: found.port }
  }

  return {
    world,
    open(library, region, { isBlind = false, ...options } = {}) {
      const others = nearestFirst(region)
      const { watchEveryMs, ...limits } = SERVICE
      return library.openDatabase({
        reader: endpoint(region, region),
        otherReaders: others.map((other) => endpoint(region, other)),
        writer: endpoint(region, 'writer'),
        otherWriters: [region, ...others].map((other) => endpoint(region, other)),
        credentials: MASTER,
        database: DATABASE,
        tls: 'off',
        applicationName: `service ${region}`,
        ...limits,
        region,
        ...(!isBlind && { watchEveryMs }),
        ...options,
      })
    },
    askWriter: (sql, values) => {
      const writer = world.rds.instances().find(({ role }) => role === 'writer')
      if (!writer) throw new Error('Nobody writes')
      return ask({ ...world.rds.administrate(writer.id), database: DATABASE }, sql, values)
    },
    askInstance: (id, sql) => ask({ ...world.rds.administrate(id), database: DATABASE }, sql),
    async askSnapshot(snapshotId, sql) {
      await using opened = await world.rds.openSnapshot(snapshotId)
      return await ask({ ...opened.connection, database: DATABASE }, sql)
    },
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }
}

function nearestFirst(region: RegionId): readonly RegionId[] {
  const distance = (other: RegionId) => ROUND_TRIP_MS[[region, other].sort().join(' ')] ?? 0
  return [...otherRegions(region)].sort((left, right) => distance(left) - distance(right))
}

function placeOf({ rds }: BreakableDatabases, region: RegionId): Place {
  const instance = rds.instances().find((candidate) => candidate.clusterId === clusterId(region))
  if (!instance) throw new Error(`There is no instance in ${region}`)
  return { region, port: instance.loopbackPort, isUp: instance.status === 'available' }
}

/** Where the global endpoint points: briefly out of date after a promotion. */
function writerPlace(world: BreakableDatabases): Place {
  const port = world.portOf(world.globalWriter)
  const instance = world.rds.instances().find(({ loopbackPort }) => loopbackPort === port)
  return { region: instance?.region ?? 'us-east-1', port, isUp: instance?.status === 'available' }
}

async function ask<Row extends pg.QueryResultRow>(
  settings: pg.ClientConfig,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 2_000, query_timeout: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end().catch(() => {})
  }
}
