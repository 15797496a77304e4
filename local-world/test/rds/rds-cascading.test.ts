import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

let world: ControlPlaneWorld
beforeAll(async () => {
  const graph = fixtureGraph({ regions: ['us-east-1', 'us-west-2'], instancesPerCluster: 2 })
  world = await startControlPlaneWorld({ graph })
  await world.ask('meridian-use1-1', 'CREATE TABLE lead (n int PRIMARY KEY)')
})
afterAll(() => world[Symbol.asyncDispose]())

async function writtenEverywhere(writer: string, n: number): Promise<void> {
  await world.ask(writer, `INSERT INTO lead VALUES (${n})`)
  for (const { id } of world.rds.instances())
    await eventually(`${id} has row ${n}`, async () =>
      expect((await world.ask(id, `SELECT FROM lead WHERE n = ${n}`)).rowCount).toBe(1),
    )
}

describe('a region’s second instance', () => {
  it('follows the first through a switchover and back', async () => {
    await world.switchOver('us-east-1', USW2)
    await world.untilSettled(USW2)
    await writtenEverywhere('meridian-usw2-1', 1)
    await world.switchOver('us-west-2', USE1)
    await world.untilSettled(USE1)
    await writtenEverywhere('meridian-use1-1', 2)
  })

  it('is rebuilt along with the first after a failover', async () => {
    await world.rds.loseRegion('us-east-1')
    await world.failOver('us-west-2', USW2, { AllowDataLoss: true })
    await eventually('the new writer writes', async () =>
      expect((await world.rds.position('meridian-usw2-1')).isWritable).toBe(true),
    )
    await world.rds.restoreRegion('us-east-1')
    await world.untilSettled(USW2)
    await writtenEverywhere('meridian-usw2-1', 3)
    const slots = await world.ask(
      'meridian-usw2-1',
      'SELECT slot_name, active FROM rds_replication_slots ORDER BY 1',
    )
    expect(slots.rows).toEqual([
      { slot_name: 'meridian_use1_1', active: true },
      { slot_name: 'meridian_usw2_2', active: true },
    ])
  })
})
