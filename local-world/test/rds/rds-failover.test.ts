import { inRegion } from '@meridian/topology'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APNE2, type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually, REBUILD_MS } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

const graph = fixtureGraph()
const output = (type: string, name: string, key: string) => String(graph.named(type, name).outputs[key])
const GLOBAL = output('aws:rds/globalCluster:GlobalCluster', 'global', 'endpoint')
const SEOUL_READER = output('aws:rds/cluster:Cluster', 'ap-northeast-2-cluster', 'readerEndpoint')
const EAST = 'meridian-use1-1'
const WEST = 'meridian-usw2-1'
const SEOUL = 'meridian-apne2-1'
const ALLOWED = { AllowDataLoss: true }

let world: ControlPlaneWorld
let snapshotsBefore: readonly string[]
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph })
  await world.ask(EAST, 'CREATE TABLE lead (n int PRIMARY KEY)')
})
beforeEach(async () => {
  await world.ask(EAST, 'TRUNCATE lead')
  await insert(EAST, 1)
  await everywhere(1)
  snapshotsBefore = await world.snapshotIds('us-east-1')
})
/** Every test ends with all members connected, so that a switchover restores the initial writer. */
afterEach(async () => {
  const { region } = world.rds.instances().find(({ role }) => role === 'writer')!
  if (region === 'us-east-1') return
  await world.switchOver(region, USE1)
  await world.untilSettled(USE1)
}, REBUILD_MS)
afterAll(() => world[Symbol.asyncDispose]())

const insert = (id: string, n: number) => world.ask(id, `INSERT INTO lead VALUES (${n})`)
const has = async (id: string, n: number) =>
  (await world.ask(id, `SELECT FROM lead WHERE n = ${n}`)).rowCount === 1
const rows = async (id: string) =>
  (await world.ask(id, 'SELECT n FROM lead ORDER BY n')).rows.map((row) => row.n)

async function everywhere(n: number): Promise<void> {
  for (const id of [WEST, SEOUL])
    await eventually(`${id} has row ${n}`, async () => expect(await has(id, n)).toBe(true))
}

function links(region: 'us-east-1', isCut: boolean): void {
  for (const other of ['us-west-2', 'ap-northeast-2'] as const)
    world.wan.adjust(inRegion(region), inRegion(other), { isCut })
}

const untilWritable = (id: string) =>
  eventually(`${id} writes`, async () => expect((await world.rds.position(id)).isWritable).toBe(true))

const newSnapshots = async () =>
  (await world.snapshotIds('us-east-1')).filter((id) => !snapshotsBefore.includes(id))

async function eventsFromNow(
  ...source: Parameters<ControlPlaneWorld['events']>
): Promise<() => Promise<string[]>> {
  const { length } = await world.events(...source)
  return async () => (await world.events(...source)).slice(length)
}

const statusOf = (id: string) => world.rds.instances().find((instance) => instance.id === id)?.status

async function synchronizationOf(arn: string): Promise<string | undefined> {
  const members = (await world.describe()).GlobalClusterMembers ?? []
  return members.find((member) => member.DBClusterArn === arn)?.SynchronizationStatus
}

describe('a failover with data loss', () => {
  it('(4) loses exactly what was not replicated, and the snapshot has it', async () => {
    world.rds.pauseReplication('us-west-2')
    for (const n of [2, 3, 4]) await insert(EAST, n)
    await world.rds.loseRegion('us-east-1')
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    await insert(WEST, 100)
    expect(await rows(WEST)).toEqual([1, 100])
    world.rds.resumeReplication('us-west-2')
    expect(await newSnapshots()).toEqual([])

    await world.rds.restoreRegion('us-east-1')
    await world.untilSettled(USW2)
    expect(await rows(EAST)).toEqual([1, 100])
    const [id = ''] = await newSnapshots()
    expect(id).toMatch(/^rds:unplanned-global-failover-meridian-use1-\d{4}-/)
    await using snapshot = await world.rds.openSnapshot(id)
    const client = new pg.Client({ ...snapshot.connection, database: 'marketing' })
    await client.connect()
    const held = (await client.query('SELECT n FROM lead ORDER BY n')).rows.map((row) => row.n)
    await client.end()
    expect(held).toEqual([1, 2, 3, 4])
  })

  it('(6) leaves the third region unreadable until it is rebuilt, then connected', async () => {
    const told = await eventsFromNow('ap-northeast-2', 'meridian-apne2')
    await world.rds.loseRegion('us-east-1')
    await world.failOver('us-west-2', USW2, ALLOWED)
    await eventually('Seoul is being rebuilt', () => expect(statusOf(SEOUL)).toBe('rebuilding'))
    expect(await synchronizationOf(APNE2)).toBe('pending-resync')
    await eventually('Seoul cannot be read', async () => {
      const reader = new pg.Client({ host: '127.0.0.1', port: world.portOf(SEOUL_READER) })
      const connected = reader.connect().finally(() => reader.end())
      await expect(connected).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    })
    await insert(WEST, 5)
    await eventually('Seoul is connected', async () =>
      expect(await synchronizationOf(APNE2)).toBe('connected'),
    )
    await eventually('Seoul reads', async () => expect(await rows(SEOUL)).toEqual([1, 5]))
    await world.rds.restoreRegion('us-east-1')
    await world.untilSettled(USW2)
    expect(await told()).toEqual([
      'Started resynchronizing members of DB cluster meridian-apne2 in Region ap-northeast-2 after global failover.',
      'Volume replacement for DB cluster meridian-apne2 started.',
      'Volume replacement for DB cluster meridian-apne2 completed.',
      'Finished resynchronizing members of DB cluster meridian-apne2 in Region ap-northeast-2 after global failover.',
    ])
  })

  it('(7) cannot stop an isolated old primary from writing, and takes it back as a reader', async () => {
    const told = await eventsFromNow('us-west-2', WEST, 'db-instance')
    links('us-east-1', true)
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    await insert(WEST, 200)
    await insert(EAST, 6) // Clients in its own region can still reach it.
    expect(await told()).toEqual([
      'Attempt to block writes for DB cluster meridian-use1 in Region us-east-1 timed out.',
    ])
    const writers = (await world.describe()).GlobalClusterMembers?.filter((member) => member.IsWriter)
    expect(writers?.map((member) => member.DBClusterArn)).toEqual([USW2])

    links('us-east-1', false)
    await world.untilSettled(USW2)
    expect((await world.rds.position(EAST)).isWritable).toBe(false)
    expect(await rows(EAST)).toEqual([1, 200])
    expect(await newSnapshots()).toHaveLength(1)
  })

  it('(7) never makes a dead and isolated old primary that recovers a second writer', async () => {
    links('us-east-1', true)
    await world.rds.kill(EAST)
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    await eventually('it is back', () => expect(statusOf(EAST)).toBe('available'))
    await insert(EAST, 7)
    expect(world.rds.instances().map(({ id, role }) => `${id} ${role}`)).toEqual([
      `${EAST} reader`,
      `${WEST} writer`,
      `${SEOUL} reader`,
    ])
    links('us-east-1', false)
    await world.untilSettled(USW2)
  })

  it('blocks writes on an old primary that is reachable', async () => {
    const told = await eventsFromNow('us-east-1', EAST, 'db-instance')
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    await expect(insert(EAST, 8)).rejects.toThrow()
    expect(await told()).toEqual([
      'Attempt to block writes for DB cluster meridian-use1 in Region us-east-1 succeeded.',
    ])
    await world.untilSettled(USW2)
  })

  it('completes despite a frozen old primary and broken fencing', async () => {
    await world.rds.freeze(EAST)
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    await world.rds.thaw(EAST)
    await world.untilSettled(USW2)
    world.rds.breakFencing(true)
    await world.failOver('us-east-1', USE1, ALLOWED)
    await untilWritable(EAST)
    world.rds.breakFencing(false)
    expect((await world.events('us-west-2', WEST, 'db-instance')).at(-1)).toMatch(/timed out/)
    await world.untilSettled(USE1)
  })

  it('(14) shows its state while it runs, then completion and the endpoint', async () => {
    const told = await eventsFromNow('us-west-2', 'meridian-usw2')
    await world.rds.loseRegion('us-east-1')
    const requested = await world.failOver('us-west-2', USW2, ALLOWED)
    expect(requested).toMatchObject({
      Status: 'failing-over',
      FailoverState: {
        Status: 'pending',
        FromDbClusterArn: USE1,
        ToDbClusterArn: USW2,
        IsDataLossAllowed: true,
      },
    })
    expect((await world.describe()).FailoverState?.Status).toBe('failing-over')
    await untilWritable(WEST)
    await eventually('the endpoint leads to the new writer', async () =>
      expect(await told()).toEqual([
        'Global failover to DB cluster meridian-usw2 in Region us-west-2 completed.',
        'Aurora finished changing the DNS name that the global writer endpoint resolves to.',
      ]),
    )
    expect((await world.describe()).FailoverState).toBeUndefined()
    expect(world.portOf(GLOBAL)).toBe(world.rds.instances().find(({ id }) => id === WEST)?.loopbackPort)
    await world.rds.restoreRegion('us-east-1')
    await world.untilSettled(USW2)
  })

  it('allows a lossless switchover back once all members are connected', async () => {
    await world.failOver('us-west-2', USW2, ALLOWED)
    await world.untilSettled(USW2)
    await insert(WEST, 9)
    await world.switchOver('us-west-2', USE1)
    await world.untilSettled(USE1)
    expect(await rows(EAST)).toEqual([1, 9])
    await insert(EAST, 10)
    await everywhere(10)
  })

  it('can be followed by one to a third region when the second is lost too', async () => {
    await world.rds.loseRegion('us-east-1')
    await world.failOver('us-west-2', USW2, ALLOWED)
    await untilWritable(WEST)
    // The new writer accepts writes slightly before the failover has ended.
    await eventually('the failover has ended', async () =>
      expect((await world.describe()).FailoverState).toBeUndefined(),
    )
    await expect(world.failOver('ap-northeast-2', APNE2, ALLOWED)).rejects.toMatchObject({
      name: 'InvalidGlobalClusterStateFault',
      message: expect.stringMatching(/being resynchronized/),
    })
    await eventually('Seoul is connected', async () =>
      expect(await synchronizationOf(APNE2)).toBe('connected'),
    )
    await world.rds.loseRegion('us-west-2')
    await world.failOver('ap-northeast-2', APNE2, ALLOWED)
    await untilWritable(SEOUL)
    await insert(SEOUL, 11)
    for (const region of ['us-east-1', 'us-west-2'] as const) await world.rds.restoreRegion(region)
    await world.untilSettled(APNE2)
    for (const id of [EAST, WEST])
      await eventually('all have the row', async () => expect(await rows(id)).toEqual([1, 11]))
    expect(await newSnapshots()).toHaveLength(1)
    expect(await world.snapshotIds('us-west-2')).not.toEqual([])
  })

  it('is cancelled when the target’s region is lost as well, and another one can be requested', async () => {
    await world.rds.loseRegion('us-east-1')
    await world.failOver('us-west-2', USW2, ALLOWED)
    await world.rds.loseRegion('us-west-2')
    await eventually('it is given up', async () => expect((await world.describe()).Status).toBe('available'))
    expect((await world.events('us-west-2', 'meridian-usw2')).at(-1)).toBe(
      'Global failover to DB cluster meridian-usw2 in Region us-west-2 failed.',
    )
    await world.failOver('ap-northeast-2', APNE2, ALLOWED)
    await untilWritable(SEOUL)
    await insert(SEOUL, 12)
    for (const region of ['us-east-1', 'us-west-2'] as const) await world.rds.restoreRegion(region)
    await world.untilSettled(APNE2)
    for (const id of [EAST, WEST]) {
      await eventually('all have the row', async () => expect(await rows(id)).toEqual([1, 12]))
      expect((await world.rds.position(id)).isWritable).toBe(false)
    }
  })
})
