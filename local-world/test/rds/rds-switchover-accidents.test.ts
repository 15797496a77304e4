import { inRegion, REGION_IDS, type RegionId } from '@meridian/topology'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { APNE2, type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually, REBUILD_MS } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

const ARNS = { 'us-east-1': USE1, 'us-west-2': USW2, 'ap-northeast-2': APNE2 } as const
const EAST = 'meridian-use1-1'
const WEST = 'meridian-usw2-1'
const SEOUL = 'meridian-apne2-1'
const INSTANCES = { 'us-east-1': EAST, 'us-west-2': WEST, 'ap-northeast-2': SEOUL } as const

let world: ControlPlaneWorld
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph: fixtureGraph() })
  await world.ask(EAST, 'CREATE TABLE lead (n int PRIMARY KEY)')
})
afterAll(() => world[Symbol.asyncDispose]())
/** Also after a row that failed, otherwise all later ones would fail too. */
afterEach(async () => {
  await heal()
  await eventually('all servers are available', () =>
    expect(statuses()).toEqual(['available', 'available', 'available']),
  )
  await goHome()
}, REBUILD_MS)

/** Moments of a switchover from us-east-1 to us-west-2, by the journal entry that starts each. */
const MOMENTS = {
  'before it begins': ['global cluster switching-over', 'meridian-usw2'],
  'while the old writer shuts down': ['instance restarting', EAST],
  'once the target is promoted': ['writer meridian-usw2', 'meridian-usw2'],
} as const

const ACCIDENTS = {
  'the target’s region is lost': () => world.rds.loseRegion('us-west-2'),
  'the target’s server is killed': () => world.rds.kill(WEST),
  'the target’s server freezes': () => world.rds.freeze(WEST),
  'the old writer’s region is lost': () => world.rds.loseRegion('us-east-1'),
  'the third region is lost': () => world.rds.loseRegion('ap-northeast-2'),
  'the third region’s server freezes': () => world.rds.freeze(SEOUL),
  'the link between old writer and target is cut': () => cut('us-east-1', 'us-west-2'),
  'the link between target and third region is cut': () => cut('us-west-2', 'ap-northeast-2'),
} as const

const LOST_REGIONS: Readonly<Partial<Record<keyof typeof ACCIDENTS, RegionId>>> = {
  'the target’s region is lost': 'us-west-2',
  'the old writer’s region is lost': 'us-east-1',
  'the third region is lost': 'ap-northeast-2',
}

type Members = Readonly<Partial<Record<RegionId, 'connected' | 'pending-resync'>>>

interface Row {
  readonly accident: keyof typeof ACCIDENTS
  readonly moment: keyof typeof MOMENTS
  /** Region of the writer once the global cluster is available again. */
  readonly writer: RegionId
  readonly canWrite: boolean
  /** Expected synchronisation of members at that moment. */
  readonly members?: Members
}

const LOST_TARGET = { 'us-east-1': 'pending-resync', 'ap-northeast-2': 'pending-resync' } as const
const WITHOUT_THIRD = { 'us-east-1': 'connected', 'ap-northeast-2': 'pending-resync' } as const
const WITHOUT_OLD_WRITER = { 'us-east-1': 'pending-resync', 'ap-northeast-2': 'connected' } as const

const rows: readonly Row[] = [
  row('the target’s region is lost', 'before it begins', 'us-east-1', true),
  row('the target’s region is lost', 'while the old writer shuts down', 'us-east-1', true),
  row('the target’s region is lost', 'once the target is promoted', 'us-west-2', false, LOST_TARGET),
  row('the target’s server is killed', 'once the target is promoted', 'us-west-2', true),
  row('the target’s server freezes', 'while the old writer shuts down', 'us-east-1', true),
  row('the target’s server freezes', 'once the target is promoted', 'us-west-2', false),
  row('the old writer’s region is lost', 'while the old writer shuts down', 'us-east-1', false),
  row(
    'the old writer’s region is lost',
    'once the target is promoted',
    'us-west-2',
    true,
    WITHOUT_OLD_WRITER,
  ),
  row('the third region is lost', 'while the old writer shuts down', 'us-west-2', true, WITHOUT_THIRD),
  row('the third region’s server freezes', 'once the target is promoted', 'us-west-2', true, WITHOUT_THIRD),
  row('the link between old writer and target is cut', 'while the old writer shuts down', 'us-east-1', true),
  row('the link between target and third region is cut', 'once the target is promoted', 'us-west-2', true, {
    'ap-northeast-2': 'pending-resync',
  }),
]

function row(
  accident: Row['accident'],
  moment: Row['moment'],
  writer: RegionId,
  canWrite: boolean,
  members: Members = {},
): Row {
  return { accident, moment, writer, canWrite, members }
}

async function cut(one: RegionId, other: RegionId, isCut = true): Promise<void> {
  world.wan.adjust(inRegion(one), inRegion(other), { isCut })
}

async function heal(): Promise<void> {
  for (const [one, other] of [
    ['us-east-1', 'us-west-2'],
    ['us-west-2', 'ap-northeast-2'],
  ] as const)
    await cut(one, other, false)
  for (const id of [WEST, SEOUL]) await world.rds.thaw(id)
  for (const region of REGION_IDS) await world.rds.restoreRegion(region)
}

/** Injects a failure at a moment of the next switchover; resolves once it has happened. */
function arrange({ moment, accident }: Row): Promise<void> {
  const [event, subject] = MOMENTS[moment]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const stop = world.journal.subscribe((entry) => {
    if (entry.event !== event || entry.subject !== subject) return
    stop()
    ACCIDENTS[accident]().then(resolve, reject)
  })
  return promise
}

/** INV-RDS-12: servers that still run in the lost region. */
function runningIn(accident: Row['accident']): readonly string[] {
  const lost = LOST_REGIONS[accident]
  return world.rds
    .instances()
    .filter(({ region, status }) => region === lost && status === 'available')
    .map(({ id }) => id)
}

const statuses = () => world.rds.instances().map(({ status }) => status)
const regionOf = (arn = '') => arn.split(':')[3] as RegionId

async function members(): Promise<
  readonly { region: RegionId; isWriter: boolean; status: string | undefined }[]
> {
  const { GlobalClusterMembers = [] } = await world.describe()
  return GlobalClusterMembers.map(({ DBClusterArn, IsWriter, SynchronizationStatus }) => ({
    region: regionOf(DBClusterArn),
    isWriter: IsWriter === true,
    status: SynchronizationStatus,
  }))
}

const untilAvailable = () =>
  eventually('the global cluster is available', async () => {
    const { Status, FailoverState } = await world.describe()
    expect([Status, FailoverState]).toEqual(['available', undefined])
  })

const writerRegion = async () => (await members()).find(({ isWriter }) => isWriter)?.region

let lead = 0
/** Fails immediately if nothing listens, and soon if the server is frozen. */
async function insertInto(region: RegionId): Promise<void> {
  lead += 1
  const client = new pg.Client({
    ...world.rds.administrate(INSTANCES[region]),
    database: 'marketing',
    connectionTimeoutMillis: 1_000,
    query_timeout: 1_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('INSERT INTO lead VALUES ($1)', [lead])
  } finally {
    void client.end().catch(() => {})
  }
}

describe('INV-RDS-11: a switchover in which', () => {
  it.each(rows)('$accident $moment ends, and writes are possible again', async (expected) => {
    const happened = arrange(expected)
    await world.switchOver('us-east-1', ARNS['us-west-2'])
    await happened
    await untilAvailable()
    expect(await writerRegion()).toBe(expected.writer)
    const seen = Object.fromEntries((await members()).map(({ region, status }) => [region, status]))
    expect(seen).toMatchObject(expected.members ?? {})

    if (expected.canWrite) await eventually('the writer accepts writes', () => insertInto(expected.writer))
    else await writeElsewhere(expected.writer)
    expect(runningIn(expected.accident)).toEqual([])
  })
})

/** Fails over to a region that can write, as an operator does when the writer cannot. */
async function writeElsewhere(lost: RegionId): Promise<void> {
  await expect(insertInto(lost)).rejects.toThrow()
  const to = lost === 'us-east-1' ? 'us-west-2' : 'us-east-1'
  await eventually('a failover is accepted', async () => {
    await world.failOver(to, ARNS[to], { AllowDataLoss: true })
  })
  await eventually(`${to} accepts writes`, () => insertInto(to))
}

async function goHome(): Promise<void> {
  // The new writer takes writes a moment before AWS calls it the writer.
  await untilAvailable()
  const writer = (await writerRegion()) ?? 'us-east-1'
  await world.untilSettled(ARNS[writer])
  if (writer === 'us-east-1') return
  await world.switchOver(writer, ARNS['us-east-1'])
  await world.untilSettled(ARNS['us-east-1'])
}
