import { once } from 'node:events'
import { createServer } from 'node:net'
import type { RegionId } from '@meridian/topology'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openSession } from '../../src/modules/rds/engine/administration.ts'
import { type DatabaseWorld, startDatabaseWorld } from './database-world.ts'
import { eventually } from './eventually.ts'

const WRITER = 'meridian-use1-1'
const READER = 'meridian-usw2-1'
const WEST: RegionId = 'us-west-2'

let world: DatabaseWorld
beforeAll(async () => {
  world = await startDatabaseWorld()
  await ask(WRITER, 'CREATE TABLE beat (n int)')
})
afterAll(() => world[Symbol.asyncDispose]())

async function administrate(id: string): Promise<pg.Client> {
  const client = new pg.Client({ ...world.rds.administrate(id), connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  return client
}

async function ask(id: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ ...world.rds.administrate(id) })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

const rowsOf = async (id: string, n: number) => (await ask(id, `SELECT FROM beat WHERE n = ${n}`)).rowCount
const instance = (id: string) => world.rds.instances().find((candidate) => candidate.id === id)!

describe('a port that another process takes while its server is down', () => {
  it('makes a reader come up on another port, and follow and serve as before', async () => {
    await world.rds.stop(READER)
    const taken = instance(READER).loopbackPort
    const other = createServer().listen(taken, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    await world.rds.start(READER)
    expect(instance(READER).loopbackPort).not.toBe(taken)
    expect(world.portOf(instance(READER).endpoint)).toBe(instance(READER).loopbackPort)
    await ask(WRITER, 'INSERT INTO beat VALUES (1)')
    await eventually('the row is there', async () => expect(await rowsOf(READER, 1)).toBe(1))
  })

  it('makes a writer come up on another port, and its replicas follow', async () => {
    await world.rds.stop(WRITER)
    const other = createServer().listen(instance(WRITER).loopbackPort, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    await world.rds.start(WRITER)
    await ask(WRITER, 'INSERT INTO beat VALUES (2)')
    await eventually('the row is there', async () => expect(await rowsOf(READER, 2)).toBe(1))
  })
})

describe('a frozen server', () => {
  it('does not answer old or new connections, and then resumes where it stopped', async () => {
    const known = await administrate(READER)
    await world.rds.freeze(READER)
    const answer = known.query('SELECT 1 AS one')
    await expect(administrate(READER)).rejects.toThrow(/timeout/)
    expect(instance(READER).status).toBe('available')
    await world.rds.thaw(READER)
    expect((await answer).rows).toEqual([{ one: 1 }])
  })

  it('lets a session to it be closed', { timeout: 20_000 }, async () => {
    const session = await openSession(world.rds.administrate(READER))
    await session.client.query('SELECT 1')
    await world.rds.freeze(READER)
    onTestFinished(() => world.rds.thaw(READER))
    await session[Symbol.asyncDispose]()
  })

  it('can be killed, and recovers', async () => {
    await world.rds.freeze(READER)
    await world.rds.kill(READER)
    await eventually('the reader is back', () => expect(instance(READER).status).toBe('available'))
  })
})

describe('replication into a region', () => {
  it('stops while it is paused, and catches up', async () => {
    world.rds.pauseReplication(WEST)
    await ask(WRITER, 'INSERT INTO beat VALUES (10)')
    await eventually('Seoul has the row', async () => expect(await rowsOf('meridian-apne2-1', 10)).toBe(1))
    expect(await rowsOf(READER, 10)).toBe(0)
    world.rds.resumeReplication(WEST)
    await eventually('the row is there', async () => expect(await rowsOf(READER, 10)).toBe(1))
  })

  it('arrives later by the configured delay', async () => {
    world.rds.delayReplication(WEST, 300)
    const from = performance.now()
    await ask(WRITER, 'INSERT INTO beat VALUES (11)')
    await eventually('the row is there', async () => expect(await rowsOf(READER, 11)).toBe(1))
    expect(performance.now() - from).toBeGreaterThan(290)
    world.rds.resumeReplication(WEST)
  })

  it('when delayed, is lost with the writer: held records never arrive', async () => {
    world.rds.delayReplication(WEST, 300)
    await ask(WRITER, 'INSERT INTO beat VALUES (12)')
    await world.rds.loseRegion('us-east-1')
    const from = performance.now()
    await eventually('it would have arrived long ago', () =>
      expect(performance.now() - from).toBeGreaterThan(600),
    )
    expect(await rowsOf(READER, 12)).toBe(0)
    world.rds.resumeReplication(WEST)
    await world.rds.restoreRegion('us-east-1')
    // There was no promotion, so nothing is lost for good.
    await eventually('the row is there', async () => expect(await rowsOf(READER, 12)).toBe(1))
  })

  it('cannot be held in the writer’s region', () => {
    expect(() => world.rds.pauseReplication('us-east-1')).toThrow(/the writer is there/)
  })
})

describe('a slow disk', () => {
  it('delays each commit until it is healed', async () => {
    const client = await administrate(WRITER)
    const commitMs = async () => {
      const from = performance.now()
      await client.query('INSERT INTO beat VALUES (20)')
      return performance.now() - from
    }
    await world.rds.slowDisk(WRITER, 80)
    await eventually('commits are slow', async () => expect(await commitMs()).toBeGreaterThan(75))
    await world.rds.slowDisk(WRITER, 0)
    await eventually('commits are fast', async () => expect(await commitMs()).toBeLessThan(40))
  })

  it('cannot be slower than PostgreSQL can simulate', async () => {
    await expect(world.rds.slowDisk(WRITER, 500)).rejects.toThrow(/0 to 100 ms/)
  })
})

describe('a lost region', () => {
  it('stays down until it is restored', async () => {
    await world.rds.loseRegion(WEST)
    expect(instance(READER).status).toBe('recovering')
    const killed = await administrate('meridian-apne2-1')
    await world.rds.kill('meridian-apne2-1')
    await eventually('Seoul is back', () => expect(instance('meridian-apne2-1').status).toBe('available'))
    await killed.end().catch(() => {})
    expect(instance(READER).status).toBe('recovering')
    await world.rds.restoreRegion(WEST)
    await eventually('the region is back', () => expect(instance(READER).status).toBe('available'))
  })
})
