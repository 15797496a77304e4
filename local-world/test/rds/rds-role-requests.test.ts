import { RemoveFromGlobalClusterCommand, SwitchoverGlobalClusterCommand } from '@aws-sdk/client-rds'
import { GLOBAL_CLUSTER_ID } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APNE2, type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually } from './eventually.ts'

const EAST = 'meridian-use1-1'

let world: ControlPlaneWorld
beforeAll(async () => {
  world = await startControlPlaneWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const remove = (arn: string) =>
  world.client('us-east-1').send(
    new RemoveFromGlobalClusterCommand({
      GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
      DbClusterIdentifier: arn,
    }),
  )

describe('a request for another writer', () => {
  it('(2) with both flags is refused', async () => {
    await expect(
      world.failOver('us-west-2', USW2, { AllowDataLoss: true, Switchover: true }),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination', $metadata: { httpStatusCode: 400 } })
  })

  it('(3) that identifies its target other than by ARN is refused', async () => {
    for (const ask of [
      () => world.failOver('us-west-2', 'meridian-usw2', { AllowDataLoss: true }),
      () => world.switchOver('us-east-1', 'meridian-usw2'),
    ])
      await expect(ask()).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })

  it('fails with AWS’s own error for a cluster that does not exist', async () => {
    await expect(world.switchOver('us-east-1', `${USW2}x`)).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    })
    const unknown = new SwitchoverGlobalClusterCommand({
      GlobalClusterIdentifier: 'gone',
      TargetDbClusterIdentifier: USW2,
    })
    await expect(world.client('us-east-1').send(unknown)).rejects.toMatchObject({
      name: 'GlobalClusterNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('is refused for the cluster that is the writer already', async () => {
    await expect(world.switchOver('us-east-1', USE1)).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: expect.stringMatching(/is the primary already/),
    })
  })

  it('goes to the primary’s region for a switchover, to the target’s for a failover', async () => {
    await expect(world.switchOver('us-west-2', USW2)).rejects.toThrow(/call it in .*us-east-1/)
    await expect(world.failOver('us-east-1', USW2, { AllowDataLoss: true })).rejects.toThrow(
      /call it in .*us-west-2/,
    )
  })

  it('(1) without AllowDataLoss is refused while the primary is dead', async () => {
    await world.rds.kill(EAST)
    for (const flags of [{}, { Switchover: true }])
      await expect(world.failOver('us-west-2', USW2, flags)).rejects.toMatchObject({
        name: 'InvalidGlobalClusterStateFault',
        $metadata: { httpStatusCode: 400 },
        message: expect.stringMatching(/does not answer: its instance is recovering/),
      })
    await world.untilSettled(USE1)
  })

  it('without AllowDataLoss is refused while a member lags behind', async () => {
    await world.rds.stop('meridian-apne2-1')
    await eventually('the member is apart', async () =>
      expect(
        (await world.describe()).GlobalClusterMembers?.find(({ DBClusterArn }) => DBClusterArn === APNE2)
          ?.SynchronizationStatus,
      ).toBe('pending-resync'),
    )
    await expect(world.switchOver('us-east-1', USW2)).rejects.toMatchObject({
      name: 'InvalidGlobalClusterStateFault',
      message: expect.stringMatching(/meridian-apne2 is pending-resync/),
    })
    await world.rds.start('meridian-apne2-1')
    await world.untilSettled(USE1)
  })
})

describe('a removal', () => {
  it('(12) of the primary is refused while there are secondaries', async () => {
    await expect(remove(USE1)).rejects.toMatchObject({ name: 'InvalidGlobalClusterStateFault' })
  })

  it('makes a secondary an independent writable cluster, and the primary may leave last', async () => {
    await remove(USW2)
    await eventually('it writes', async () =>
      expect((await world.rds.position('meridian-usw2-1')).isWritable).toBe(true),
    )
    await world.ask('meridian-usw2-1', 'CREATE TABLE own (n int)')
    const members = (await world.describe()).GlobalClusterMembers?.map(({ DBClusterArn }) => DBClusterArn)
    expect(members).toEqual([USE1, APNE2])
    await eventually('no slot keeps log for it', async () =>
      expect((await world.ask(EAST, 'SELECT slot_name FROM rds_replication_slots')).rows).toEqual([
        { slot_name: 'meridian_apne2_1' },
      ]),
    )
    await expect(world.switchOver('us-east-1', USW2)).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
    })
    await remove(APNE2)
    await remove(USE1)
    await expect(world.switchOver('us-east-1', APNE2)).rejects.toMatchObject({
      name: 'GlobalClusterNotFoundFault',
    })
  })
})
