import { inRegion } from '@meridian/topology'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lsnToBytes } from '../../src/modules/rds/model/log-position.ts'
import { type DatabaseWorld, startDatabaseWorld } from './database-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

const EAST = inRegion('us-east-1')
const WEST = inRegion('us-west-2')
const WRITER = 'meridian-use1-1'

let world: DatabaseWorld
let writer: pg.Client
beforeAll(async () => {
  const graph = fixtureGraph({ regions: ['us-east-1', 'us-west-2'], instancesPerCluster: 2 })
  world = await startDatabaseWorld({
    graph,
    settings: { wan: { table: 'measured-2017', jitterMs: 0, bandwidthMbps: 1_000 } },
  })
  writer = await administrate(WRITER)
  await writer.query('CREATE TABLE beat (n int)')
})
afterAll(async () => {
  await writer.end()
  await world[Symbol.asyncDispose]()
})

async function administrate(id: string): Promise<pg.Client> {
  const client = new pg.Client({ ...world.rds.administrate(id) })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Commits a row on the writer and returns the time until a reader shows it. */
async function lagMs(reader: pg.Client, n: number): Promise<number> {
  await writer.query('INSERT INTO beat VALUES ($1)', [n])
  const from = performance.now()
  for (;;) {
    const { rowCount } = await reader.query('SELECT FROM beat WHERE n = $1', [n])
    if (rowCount) return performance.now() - from
    if (performance.now() - from > 10_000) throw new Error(`Row ${n} did not arrive within 10 s`)
  }
}

function synchronization(clusterId: string): string | undefined {
  return world.rds.instances().find((instance) => instance.clusterId === clusterId)?.synchronization
}

describe('a server’s position', () => {
  it('can be asked by several at once', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    await using _ = { [Symbol.asyncDispose]: async () => void process.off('warning', note) }
    const positions = await Promise.all([1, 2, 3, 4].map(() => world.rds.position(WRITER)))
    expect(positions.map(({ isWritable }) => isWritable)).toEqual([true, true, true, true])
    expect(warnings).toEqual([])
  })
})

describe('replication', () => {
  it('takes half the round trip of the link between regions, and next to nothing inside one', async () => {
    const far = await administrate('meridian-usw2-1')
    const near = await administrate('meridian-use1-2')
    await eventually('the table is on the reader', async () => void (await far.query('SELECT FROM beat')))
    const halfTripMs = world.wan.link(EAST, WEST).rttMs / 2
    const farMs = await lagMs(far, 1)
    const nearMs = await lagMs(near, 2)
    await Promise.all([far.end(), near.end()])
    expect(farMs).toBeGreaterThan(halfTripMs - 5)
    expect(nearMs).toBeLessThan(farMs)
  })

  it('reaches a region’s second instance through its first', async () => {
    const first = await administrate('meridian-usw2-1')
    const { rows } = await first.query('SELECT application_name FROM rds_stat_replication')
    await first.end()
    expect(rows).toEqual([{ application_name: 'meridian-usw2-2' }])
    const { lsn } = await world.rds.position(WRITER)
    await eventually('the second instance has all', async () => {
      const position = await world.rds.position('meridian-usw2-2')
      expect(lsnToBytes(position.lsn) >= lsnToBytes(lsn)).toBe(true)
    })
  })

  it('lags while the link is cut, reports it, and catches up when it is restored', async () => {
    world.wan.adjust(EAST, WEST, { isCut: true })
    await writer.query('INSERT INTO beat VALUES (3)')
    await eventually('the cluster is out of step', () =>
      expect(synchronization('meridian-usw2')).toBe('pending-resync'),
    )
    const { rows } = await writer.query(
      'SELECT rpo_lag_in_msec AS lag FROM aurora_global_db_status() WHERE aws_region = $1',
      ['us-west-2'],
    )
    expect(rows[0].lag).toBeGreaterThan(4_000)
    const reader = await administrate('meridian-usw2-1')
    expect((await reader.query('SELECT FROM beat WHERE n = 3')).rowCount).toBe(0)

    world.wan.adjust(EAST, WEST, { isCut: false })
    await eventually('the row arrived', async () =>
      expect((await reader.query('SELECT FROM beat WHERE n = 3')).rowCount).toBe(1),
    )
    await reader.end()
    await eventually('the cluster is in step', () =>
      expect(synchronization('meridian-usw2')).toBe('connected'),
    )
    const events = world.journal.entries().map((entry) => `${entry.event}: ${entry.subject}`)
    expect(events).toContain('replication pending-resync: meridian-usw2')
  })

  it('shows the primary region’s instances on the writer', async () => {
    const { rows } = await writer.query(
      'SELECT server_id, session_id FROM aurora_replica_status() ORDER BY 1',
    )
    expect(rows).toEqual([
      { server_id: WRITER, session_id: 'MASTER_SESSION_ID' },
      { server_id: 'meridian-use1-2', session_id: expect.any(String) },
    ])
  })

  it('shows a secondary region’s instances on its first one, none of them the writer', async () => {
    const first = await administrate('meridian-usw2-1')
    const { rows } = await first.query(
      'SELECT server_id, session_id, replica_lag_in_msec AS lag FROM aurora_replica_status() ORDER BY 1',
    )
    await first.end()
    expect(rows.map(({ server_id }) => server_id)).toEqual(['meridian-usw2-1', 'meridian-usw2-2'])
    expect(rows.map(({ session_id }) => session_id)).not.toContain('MASTER_SESSION_ID')
    expect(rows[1].lag).toBeGreaterThanOrEqual(0)
  })
})
