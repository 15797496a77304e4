import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lsnToBytes } from '../../src/modules/rds/model/log-position.ts'
import { type DatabaseWorld, startDatabaseWorld } from './database-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph, MASTER } from './fixture-program.ts'

const graph = fixtureGraph({ parameters: { log_min_duration_statement: '500', 'rds.force_ssl': '1' } })
const output = (type: string, name: string, key: string) => String(graph.named(type, name).outputs[key])
const GLOBAL = output('aws:rds/globalCluster:GlobalCluster', 'global', 'endpoint')
const cluster = (region: string, key = 'endpoint') =>
  output('aws:rds/cluster:Cluster', `${region}-cluster`, key)
const WRITER = 'meridian-use1-1'
const READERS = ['meridian-usw2-1', 'meridian-apne2-1']

let world: DatabaseWorld
beforeAll(async () => {
  world = await startDatabaseWorld({ graph })
  await using login = await connect(GLOBAL)
  await login.client.query('CREATE TABLE lead (id int PRIMARY KEY, name text)')
})
afterAll(() => world[Symbol.asyncDispose]())

/** Connects as a service does: by the real name, which leads to loopback, verifying the certificate for that name. */
async function connect(name: string, overrides: pg.ClientConfig = {}) {
  const ca = await readFile(world.authorityFile, 'utf8')
  const client = new pg.Client({
    host: '127.0.0.1',
    port: world.portOf(name),
    user: MASTER.username,
    password: MASTER.password,
    database: 'marketing',
    ssl: { ca, rejectUnauthorized: true, servername: name },
    ...overrides,
  })
  client.on('error', () => {})
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

async function query<Row extends pg.QueryResultRow>(name: string, text: string): Promise<Row[]> {
  await using login = await connect(name)
  return (await login.client.query<Row>(text)).rows
}

describe('a global database', () => {
  it('has one writer and a connected reader in each other region', () => {
    const seen = world.rds
      .instances()
      .map(({ id, role, status, synchronization }) => [id, role, status, synchronization].join(' '))
    expect(seen).toEqual([
      'meridian-use1-1 writer available connected',
      'meridian-usw2-1 reader available connected',
      'meridian-apne2-1 reader available connected',
    ])
  })

  it('resolves by CNAME to the writer’s cluster, and from there to its instance', () => {
    const cluster = world.aliasOf(GLOBAL) ?? ''
    expect(cluster).toMatch(/^meridian-use1\.cluster-/)
    expect(world.aliasOf(cluster)).toMatch(/^meridian-use1-1\./)
  })

  it('shows a row written through the global endpoint on every reader', async () => {
    await query(GLOBAL, "INSERT INTO lead VALUES (1, 'Seoul')")
    for (const region of ['us-west-2', 'ap-northeast-2'])
      await eventually('the row is on the reader', async () =>
        expect(await query(cluster(region, 'readerEndpoint'), 'SELECT name FROM lead WHERE id = 1')).toEqual([
          { name: 'Seoul' },
        ]),
      )
  })

  it.each(['us-west-2', 'ap-northeast-2'])(
    'refuses a write through the cluster endpoint of %s with 25006',
    async (region) => {
      await using login = await connect(cluster(region))
      const write = login.client.query("INSERT INTO lead VALUES (2, 'nowhere')")
      await expect(write).rejects.toMatchObject({
        code: '25006',
        message: 'cannot execute INSERT in a read-only transaction',
      })
      await expect(login.client.query('SELECT 1')).resolves.toBeDefined()
    },
  )

  it('returns its own identifier and version on each instance', async () => {
    const rows = await Promise.all(
      [GLOBAL, cluster('us-west-2'), cluster('ap-northeast-2')].map((name) =>
        query(name, 'SELECT aurora_db_instance_identifier() AS id, aurora_version() AS version'),
      ),
    )
    expect(rows.flat()).toEqual([WRITER, ...READERS].map((id) => ({ id, version: '17.7' })))
  })

  it('presents a certificate for its real names, and for no others', async () => {
    const wrong = connect(GLOBAL, {
      ssl: { ca: await readFile(world.authorityFile), servername: 'db.example.com' },
    })
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    await expect(connect(GLOBAL, { ssl: { rejectUnauthorized: true, servername: GLOBAL } })).rejects.toThrow(
      /certificate/,
    )
  })

  it('refuses a connection without TLS, and a wrong password', async () => {
    await expect(connect(GLOBAL, { ssl: false })).rejects.toMatchObject({ code: '28000' })
    await expect(connect(GLOBAL, { password: 'another-password' })).rejects.toMatchObject({ code: '28P01' })
  })

  it('makes its master user no superuser, but the owner of the database who may create roles', async () => {
    const [role] = await query(
      GLOBAL,
      `SELECT rolsuper, rolcreaterole, rolcreatedb, pg_has_role('rds_superuser', 'member') AS "isRdsSuperuser",
        (SELECT datdba = pg_roles.oid FROM pg_database WHERE datname = 'marketing') AS "ownsDatabase"
       FROM pg_roles WHERE rolname = current_user`,
    )
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      isRdsSuperuser: true,
      ownsDatabase: true,
    })
  })

  it.each([
    'pg_last_wal_receive_lsn',
    'pg_last_wal_replay_lsn',
    'pg_last_xact_replay_timestamp',
    'pg_current_wal_lsn',
    'pg_current_wal_insert_lsn',
    'pg_current_wal_flush_lsn',
  ])('refuses %s() as Aurora does', async (name) => {
    await expect(query(cluster('us-west-2'), `SELECT ${name}()`)).rejects.toMatchObject({
      code: '0A000',
      message: `Function ${name}() is currently not supported for Aurora`,
    })
  })

  it.each(['pg_stat_replication', 'pg_replication_slots', 'pg_stat_wal_receiver'])(
    'shows an empty %s, as Aurora replicates below PostgreSQL',
    async (view) => {
      for (const region of ['us-east-1', 'us-west-2'] as const)
        expect(await query(cluster(region), `SELECT * FROM ${view}`)).toEqual([])
    },
  )

  it('reports the lag of each secondary region on the writer', async () => {
    const rows = await query<{ aws_region: string; lag: number }>(
      GLOBAL,
      'SELECT aws_region, rpo_lag_in_msec AS lag FROM aurora_global_db_status()',
    )
    const lagOf = (region: string) => rows.find((row) => row.aws_region === region)?.lag
    expect(lagOf('us-east-1')).toBe(-1)
    for (const region of ['us-west-2', 'ap-northeast-2']) {
      expect(lagOf(region)).toBeGreaterThanOrEqual(0)
      expect(lagOf(region)).toBeLessThan(5_000)
    }
    const servers = await query(GLOBAL, 'SELECT server_id FROM aurora_global_db_instance_status()')
    expect(servers.map((row) => row.server_id).sort()).toEqual([...READERS, WRITER].sort())
  })

  it('applies the parameters of the group', async () => {
    expect(await query(cluster('us-west-2'), 'SHOW log_min_duration_statement')).toEqual([
      { log_min_duration_statement: '500ms' },
    ])
  })

  it('has data checksums and the same sort order everywhere', async () => {
    expect(
      await query(
        GLOBAL,
        "SELECT current_setting('data_checksums') AS checksums, datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = 'marketing'",
      ),
    ).toEqual([{ checksums: 'on', provider: 'b', locale: 'C.UTF-8' }])
  })

  it('restarts a killed reader by itself, and the reader catches up', async () => {
    const name = cluster('ap-northeast-2')
    await using login = await connect(name)
    const lost = new Promise<void>((resolve) => login.client.on('end', () => resolve()))
    await world.rds.kill('meridian-apne2-1')
    await lost
    expect(statusOf('meridian-apne2-1')).toBe('recovering')
    await query(GLOBAL, "INSERT INTO lead VALUES (3, 'while away')")
    await eventually('the reader is back', () => expect(statusOf('meridian-apne2-1')).toBe('available'))
    await eventually('the row is there', async () =>
      expect(await query(name, 'SELECT name FROM lead WHERE id = 3')).toEqual([{ name: 'while away' }]),
    )
  })

  // INV-RDS-4
  it('restarts a killed writer with everything it had acknowledged', async () => {
    await query(GLOBAL, "INSERT INTO lead VALUES (4, 'acknowledged')")
    await world.rds.kill(WRITER)
    await eventually('the writer is back', () => expect(statusOf(WRITER)).toBe('available'))
    expect(await query(GLOBAL, 'SELECT name FROM lead WHERE id = 4')).toEqual([{ name: 'acknowledged' }])
    expect(world.journal.entries().map((entry) => `${entry.event}: ${entry.subject}`)).toEqual(
      expect.arrayContaining([`server killed: ${WRITER}`, `instance recovering: ${WRITER}`]),
    )
  })

  it('keeps a stopped instance down until it is started', async () => {
    const id = 'meridian-usw2-1'
    await world.rds.stop(id)
    expect(statusOf(id)).toBe('stopped')
    await expect(connect(cluster('us-west-2'))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(world.rds.stop(id)).rejects.toThrow(
      /is stopped; stopRequested is possible while it is .*available/,
    )
    await expect(world.rds.kill(id)).rejects.toThrow(/is stopped: there is no server to kill/)
    await world.rds.start(id)
    expect(await query(cluster('us-west-2'), 'SELECT 1 AS up')).toEqual([{ up: 1 }])
  })

  it('has the same WAL position everywhere once everything is replicated', async () => {
    const { lsn } = await world.rds.position(WRITER)
    for (const id of READERS)
      await eventually('the reader has replayed the position', async () => {
        const position = await world.rds.position(id)
        expect(position.isWritable).toBe(false)
        expect(lsnToBytes(position.lsn) >= lsnToBytes(lsn)).toBe(true)
      })
  })
})

describe('psql of another version, with libpq’s own TLS', () => {
  it('verifies the full name and reads a row', async (context) => {
    const psql = promisify(execFile)
    if (!(await psql('psql', ['--version']).catch(() => undefined)))
      return context.skip('psql is not installed')
    const target = `host=${GLOBAL} hostaddr=127.0.0.1 port=${world.portOf(GLOBAL)} user=${MASTER.username} dbname=marketing`
    const { stdout } = await psql(
      'psql',
      [
        `${target} sslmode=verify-full sslrootcert=${world.authorityFile}`,
        '-Atc',
        'SELECT aurora_db_instance_identifier()',
      ],
      { env: { PATH: process.env.PATH, PGPASSWORD: MASTER.password } },
    )
    expect(stdout.trim()).toBe(WRITER)
  })
})

function statusOf(id: string): string | undefined {
  return world.rds.instances().find((instance) => instance.id === id)?.status
}
