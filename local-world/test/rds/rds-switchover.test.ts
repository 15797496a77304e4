import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { APNE2, type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'
import { RetryingWriter } from './retrying-writer.ts'

const graph = fixtureGraph({ parameters: { log_min_duration_statement: '500' } })
const GLOBAL = String(graph.named('aws:rds/globalCluster:GlobalCluster', 'global').outputs.endpoint)
const EAST = 'meridian-use1-1'
const WEST = 'meridian-usw2-1'
const SEOUL = 'meridian-apne2-1'

let world: ControlPlaneWorld
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph })
  await world.ask(EAST, 'CREATE TABLE lead (n int PRIMARY KEY)')
  await world.ask(EAST, 'GRANT ALL ON lead TO meridian')
})
afterAll(() => world[Symbol.asyncDispose]())

async function switchBack(): Promise<void> {
  await world.switchOver('us-west-2', USE1)
  await world.untilSettled(USE1)
}

async function session(id: string): Promise<{ client: pg.Client; ended: Promise<void> }> {
  const client = new pg.Client({
    ...world.rds.administrate(id),
    user: 'meridian',
    password: 'a-password-for-tests',
    database: 'marketing',
    ssl: { rejectUnauthorized: false },
  })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  return { client, ended: new Promise((resolve) => client.once('end', () => resolve())) }
}

const dataFolders = () =>
  world.rds.instances().map(({ id, logFile }) => `${id} ${statSync(join(dirname(logFile), 'data')).ino}`)
/** Reads what these servers log from now on. */
function followerLogs(ids: readonly string[]): () => readonly string[] {
  const files = ids.map((id) => world.rds.instances().find((instance) => instance.id === id)?.logFile ?? '')
  const starts = files.map((file) => statSync(file).size)
  return () => files.map((file, index) => readFileSync(file).subarray(starts[index]).toString())
}

const eventsOf = (event: string) => world.journal.entries().filter((entry) => entry.event === event)

describe('a switchover', () => {
  it('(1) is what a failover without flags is: nothing lost, topology kept', async () => {
    const before = dataFolders()
    await world.ask(EAST, 'INSERT INTO lead VALUES (-1)')
    const requested = await world.failOver('us-east-1', USW2)
    expect(requested?.FailoverState).toMatchObject({ IsDataLossAllowed: false, ToDbClusterArn: USW2 })
    await world.untilSettled(USW2)
    expect((await world.ask(WEST, 'SELECT FROM lead WHERE n = -1')).rowCount).toBe(1)
    expect(await world.snapshotIds('us-east-1')).toEqual([])
    await switchBack()
    expect(dataFolders()).toEqual(before)
    expect(eventsOf('base backup taken')).toEqual([])
  })

  it('(5) under load, there and back, loses no acknowledged write and duplicates none', async () => {
    const writer = new RetryingWriter(world, GLOBAL, 'lead')
    await eventually('writes are acknowledged', () => expect(writer.acknowledged.length).toBeGreaterThan(20))
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    await eventually('the new writer takes them', () => expect(writer.servers.at(-1)).toBe(WEST))
    await world.switchOver('us-west-2', USE1)
    await world.untilSettled(USE1)
    await eventually('the old writer takes them again', () => expect(writer.servers.at(-1)).toBe(EAST))
    await writer.stop()
    const { rows } = await world.ask(EAST, 'SELECT n FROM lead WHERE n > 0 ORDER BY n')
    const stored = new Set(rows.map((row) => row.n))
    expect(writer.acknowledged.filter((n) => !stored.has(n))).toEqual([])
    for (const id of [WEST, SEOUL])
      await eventually('all rows are everywhere', async () =>
        expect((await world.ask(id, 'SELECT FROM lead WHERE n > 0')).rowCount).toBe(stored.size),
      )
  })

  it('(8) moves the global endpoint to the new writer only after the promotion', async () => {
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    await eventually('the endpoint leads to the new writer', () =>
      expect(world.portOf(GLOBAL)).toBe(portOf(WEST)),
    )
    await switchBack()
    const names = world.journal.entries().map((entry) => entry.event)
    expect(names.indexOf('global endpoint meridian-usw2')).toBeGreaterThan(
      names.indexOf('writer meridian-usw2'),
    )
    await eventually('the endpoint leads back', () => expect(world.portOf(GLOBAL)).toBe(portOf(EAST)))
  })

  it('(10) moves the lag metric to the regions that are readers', async () => {
    const lags = async (id: string) => {
      const { rows } = await world.ask(
        id,
        'SELECT aws_region AS region, rpo_lag_in_msec AS lag FROM aurora_global_db_status() ORDER BY 1',
      )
      return rows.map(({ region, lag }) => `${region} ${lag === -1 ? 'writes' : 'lags'}`)
    }
    expect(await lags(EAST)).toEqual(['ap-northeast-2 lags', 'us-east-1 writes', 'us-west-2 lags'])
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    expect(await lags(WEST)).toEqual(['ap-northeast-2 lags', 'us-east-1 lags', 'us-west-2 writes'])
    await expect(lags(EAST)).rejects.toMatchObject({ code: '0A000' })
    await switchBack()
  })

  it('(11) keeps Aurora’s refusal of position functions', async () => {
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    for (const name of ['pg_current_wal_lsn', 'pg_last_wal_replay_lsn'])
      for (const id of [EAST, WEST])
        await expect(world.ask(id, `SELECT ${name}()`)).rejects.toMatchObject({ code: '0A000' })
    await switchBack()
  })

  it('(14) shows its state while it runs, and its events in order in both regions', async () => {
    const from = (await world.events('us-west-2', 'meridian-usw2')).length
    await world.switchOver('us-east-1', USW2)
    const seen = await world.describe()
    expect(seen.Status).toBe('switching-over')
    expect(seen.FailoverState).toMatchObject({ FromDbClusterArn: USE1, ToDbClusterArn: USW2 })
    await world.untilSettled(USW2)
    expect((await world.describe()).FailoverState).toBeUndefined()
    const events = (await world.events('us-west-2', 'meridian-usw2')).slice(from)
    const others = (await world.events('us-east-1', 'meridian-use1')).slice(-4)
    expect(events.filter((message) => !message.startsWith('Aurora'))).toEqual([
      'Global switchover to DB cluster meridian-usw2 in Region us-west-2 started.',
      'Old primary DB cluster meridian-use1 in Region us-east-1 successfully shut down.',
      'New primary DB cluster meridian-usw2 in Region us-west-2 was successfully promoted.',
      'Global switchover to DB cluster meridian-usw2 in Region us-west-2 finished.',
    ])
    expect(others).toEqual(events.filter((message) => !message.startsWith('Aurora')))
    expect(events).toContain(
      'Aurora finished changing the DNS name that the global writer endpoint resolves to.',
    )
    await switchBack()
  })

  it('(15) closes the sessions of both servers whose role changes, and no others', async () => {
    const [east, west, seoul] = await Promise.all([session(EAST), session(WEST), session(SEOUL)])
    await world.switchOver('us-east-1', USW2)
    await Promise.all([east.ended, west.ended])
    await world.untilSettled(USW2)
    expect((await seoul.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await switchBack()
  })

  it('keeps a session opened at the target after the change, which writes as soon as the target does', async () => {
    const east = await session(EAST)
    await world.switchOver('us-east-1', USW2)
    await east.ended
    const { client } = await session(WEST)
    const isStandby = async () =>
      (await client.query('SELECT pg_is_in_recovery() AS "isStandby"')).rows[0].isStandby as boolean
    await eventually('the target writes', async () => expect(await isStandby()).toBe(false))
    await world.untilSettled(USW2)
    expect((await client.query('INSERT INTO lead VALUES (-15)')).rowCount).toBe(1)
    await switchBack()
  })

  it('moves every replica straight to the new timeline', async () => {
    const logs = followerLogs([EAST, SEOUL])
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    await switchBack()
    // The old writer restarted as a follower, and the follower of both writers.
    expect(logs().map((log) => log.match(/started .*streaming/g)?.length)).toEqual([1, 2])
  })

  it('sets slots, parameters and feedback for the new topology', async () => {
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    const slots = async (id: string) =>
      (await world.ask(id, 'SELECT slot_name, active FROM rds_replication_slots ORDER BY 1')).rows
    expect(await slots(WEST)).toEqual([
      { slot_name: 'meridian_apne2_1', active: true },
      { slot_name: 'meridian_use1_1', active: true },
    ])
    expect(await slots(EAST)).toEqual([])
    for (const id of [EAST, WEST, SEOUL]) {
      const { rows } = await world.ask(
        id,
        `SELECT current_setting('hot_standby_feedback') AS feedback, current_setting('log_min_duration_statement') AS logged,
          current_setting('primary_conninfo') <> '' AS follows, aurora_db_instance_identifier() AS id`,
      )
      expect(rows).toEqual([{ feedback: 'on', logged: '500ms', follows: id !== WEST, id }])
    }
    await switchBack()
    expect(await slots(WEST)).toEqual([])
  })

  it('lets a writer and readers recover in their new roles after a crash', async () => {
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    await Promise.all([EAST, WEST].map((id) => world.rds.kill(id)))
    await eventually('both are back', () =>
      expect(statuses()).toEqual(['available', 'available', 'available']),
    )
    await world.untilSettled(USW2)
    expect((await world.rds.position(WEST)).isWritable).toBe(true)
    expect((await world.rds.position(EAST)).isWritable).toBe(false)
    await switchBack()
  })

  it('works to Seoul as well', async () => {
    await world.switchOver('us-east-1', APNE2)
    await world.untilSettled(APNE2)
    await world.ask(SEOUL, 'INSERT INTO lead VALUES (-20)')
    await eventually('the row is in the west', async () =>
      expect((await world.ask(WEST, 'SELECT FROM lead WHERE n = -20')).rowCount).toBe(1),
    )
    await world.switchOver('ap-northeast-2', USE1)
    await world.untilSettled(USE1)
  })
})

describe('a switchover that cannot complete', () => {
  it('is cancelled while the target lags, and the writer continues as before', async () => {
    world.rds.pauseReplication('us-west-2')
    await world.ask(EAST, 'INSERT INTO lead VALUES (-30)')
    await world.switchOver('us-east-1', USW2)
    await eventually('it is given up', async () => expect((await world.describe()).Status).toBe('available'))
    expect((await world.events('us-east-1', 'meridian-use1')).at(-1)).toBe(
      'Global switchover to DB cluster meridian-usw2 in Region us-west-2 is cancelled.',
    )
    world.rds.resumeReplication('us-west-2')
    await world.untilSettled(USE1)
    await world.ask(EAST, 'INSERT INTO lead VALUES (-31)')
  })

  it('restores the old writer when the end of its log does not arrive', async () => {
    const stop = world.journal.subscribe(({ event, subject }) => {
      if (event === 'instance restarting' && subject === EAST) world.rds.pauseReplication('us-west-2')
    })
    onTestFinished(stop)
    await world.switchOver('us-east-1', USW2)
    await eventually('it is given up', async () => expect((await world.describe()).Status).toBe('available'))
    stop()
    world.rds.resumeReplication('us-west-2')
    await world.untilSettled(USE1)
    await world.ask(EAST, 'INSERT INTO lead VALUES (-32)')
    await eventually('the row is in the west', async () =>
      expect((await world.ask(WEST, 'SELECT FROM lead WHERE n = -32')).rowCount).toBe(1),
    )
    await world.untilSettled(USE1)
  })

  it('is refused while another is running', async () => {
    await world.switchOver('us-east-1', USW2)
    await expect(world.switchOver('us-east-1', APNE2)).rejects.toMatchObject({
      name: 'InvalidGlobalClusterStateFault',
      message: expect.stringMatching(/is switching-over/),
    })
    await world.untilSettled(USW2)
    await switchBack()
  })
})

function portOf(id: string): number {
  return world.rds.instances().find((instance) => instance.id === id)!.loopbackPort
}

function statuses(): readonly string[] {
  return world.rds.instances().map((instance) => instance.status)
}
