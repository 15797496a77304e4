import { createRdsControl } from '@meridian/failover'
import { isDestructive } from '@meridian/local-world'
import { createAwsClients, until } from '@meridian/operator-tools'
import { ResourceGraph } from '@meridian/resource-graph'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { runProgramAgain } from '../src/program-again.ts'

/** Every region becomes the writer in turn; the program declares the last of them as the initial writer. */
const WRITERS: readonly RegionId[] = ['us-west-2', 'ap-northeast-2', 'us-east-1']

let world: BootedWorld
beforeAll(async () => {
  world = await bootWorld()
})
afterAll(() => world?.[Symbol.asyncDispose]())

interface DatabaseOutput {
  readonly globalClusterId: string
  readonly regions: Readonly<Record<RegionId, { readonly clusterArn: string }>>
}

const database = () => world.graph.contents.stackOutputs.database as DatabaseOutput

/** Makes a region the writer and waits until every other region follows it again. */
async function makeWriter(region: RegionId, how: 'switchover' | 'failover'): Promise<void> {
  using aws = createAwsClients(world.target)
  const control = createRdsControl(aws)
  const { globalClusterId, regions } = database()
  const { clusterArn } = regions[region]
  const before = await control.describe(region, globalClusterId)
  const writerArn = before.members.find((member) => member.isWriter)?.arn
  const home = REGION_IDS.find((candidate) => regions[candidate].clusterArn === writerArn) ?? region
  // A switchover is requested in the primary's region, a failover in the target's.
  await control[how](how === 'switchover' ? home : region, globalClusterId, clusterArn)
  await until(
    `${region} to be the writer that all follow`,
    () => control.describe(region, globalClusterId),
    ({ status, members, roleChange }) =>
      status === 'available' &&
      roleChange === undefined &&
      members.every((member) =>
        member.arn === clusterArn ? member.isWriter : member.synchronization === 'connected',
      ),
  )
}

/** The same program without its `ignoreChanges`. */
const withoutIgnoring = ({ contents }: ResourceGraph) =>
  new ResourceGraph({ ...contents, nodes: contents.nodes.map((node) => ({ ...node, ignoreChanges: [] })) })

describe('the program, run again', () => {
  it('has nothing to do in an unchanged world', async () => {
    // With a generated password that differs from the world's.
    const { steps, unchanged } = await runProgramAgain(world, { isFresh: true })
    expect(steps).toEqual([])
    expect(unchanged).toBeGreaterThan(300)
  })

  it.each(WRITERS)('has nothing to do after a switchover to %s', async (region) => {
    await makeWriter(region, 'switchover')
    expect((await runProgramAgain(world)).steps).toEqual([])
  })

  it('has nothing to do after a failover, but would detach clusters without ignoreChanges', async () => {
    await makeWriter('us-west-2', 'failover')
    expect((await runProgramAgain(world)).steps).toEqual([])

    const torn = (await runProgramAgain(world, { edit: withoutIgnoring })).steps.filter(isDestructive)
    expect(torn).toMatchObject([
      { action: 'detach', name: 'database-apne2', changes: [{ property: 'replicationSourceIdentifier' }] },
      { action: 'detach', name: 'database-use1', changes: [{ property: 'replicationSourceIdentifier' }] },
    ])
  })
})
