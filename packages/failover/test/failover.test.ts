import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAwsClients } from '@meridian/operator-tools'
import { manualPacing, sampleWorld } from '@meridian/operator-tools/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CallRefusedError, type GlobalDatabase } from '../src/global-database.ts'
import { startOperation } from '../src/operate.ts'
import { type Preparation, prepare } from '../src/prepare.ts'
import { createRdsControl } from '../src/rds-control.ts'
import { FakeGlobalDatabase, LIMITS } from './fake-global-database.ts'
import { startRdsServer } from './rds-server.ts'

const LOCAL = { name: 'local' } as const

const NOW = new Date('2026-11-21T09:00:00Z')

/** RDS in front of an in-memory global database, and the tool's own clients for it. */
async function startRds() {
  const fake = new FakeGlobalDatabase()
  let seen: GlobalDatabase = await fake.describe()
  const { endpoint, calls } = await startRdsServer((call) => {
    if (call.action === 'DescribeGlobalClusters') {
      void fake.describe().then((next) => (seen = next))
      return seen
    }
    const target = call.input.TargetDbClusterIdentifier ?? ''
    if (call.action === 'FailoverGlobalCluster' || call.action === 'SwitchoverGlobalCluster') {
      if (target === seen.members[2]?.arn) return 'InvalidGlobalClusterStateFault'
      void fake.switchover('', '', target)
      return seen
    }
    return undefined
  })
  const target = sampleWorld({ endpoint })
  const aws = createAwsClients(target)
  onTestFinished(() => aws[Symbol.dispose]())
  return { target, aws, control: createRdsControl(aws), calls }
}

function journalFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('a failover through the SDK', () => {
  it('INV-FAILOVER-4: calls no control plane but the target’s', async () => {
    const { target, aws, control, calls } = await startRds()
    const request = { kind: 'failover', to: 'us-west-2', maxLagMs: 1_000 } as const
    const { operation } = (await prepare(target, aws, control, request, NOW)) as Preparation
    const room = { target: LOCAL, journalFolder: journalFolder(), control, limits: LIMITS }
    const outcome = await startOperation({ ...room, pacing: manualPacing() }, { operation, checks: [] })
    expect(outcome.state).toBe('done')
    expect(new Set(calls.map(({ region }) => region))).toEqual(new Set(['us-west-2']))
    const [failover] = calls.filter(({ action }) => action === 'FailoverGlobalCluster')
    expect(failover?.input).toMatchObject({
      AllowDataLoss: 'true',
      TargetDbClusterIdentifier: target.stackOutputs.database.regions['us-west-2'].clusterArn,
    })
  })
})

describe('a switchover through the SDK', () => {
  it('is called in the region that writes', async () => {
    const { target, aws, control, calls } = await startRds()
    const request = { kind: 'switchover', to: 'us-west-2', maxLagMs: 1_000 } as const
    const { operation } = (await prepare(target, aws, control, request, NOW)) as Preparation
    const room = { target: LOCAL, journalFolder: journalFolder(), control, limits: LIMITS }
    await startOperation({ ...room, pacing: manualPacing() }, { operation, checks: [] })
    const [switchover] = calls.filter(({ action }) => action === 'SwitchoverGlobalCluster')
    expect(switchover?.region).toBe('us-east-1')
  })

  it('does nothing when the target already writes', async () => {
    const { target, aws, control } = await startRds()
    const request = { kind: 'failback', to: 'us-east-1', maxLagMs: 1_000 } as const
    expect(await prepare(target, aws, control, request, NOW)).toEqual({
      nothingToDo: 'us-east-1 writes already, and every member follows it.',
    })
  })

  it('distinguishes a refusal by AWS from a lost response', async () => {
    const { target, control } = await startRds()
    const { globalClusterId, regions } = target.stackOutputs.database
    const { clusterArn } = regions['ap-northeast-2']
    await expect(control.switchover('us-east-1', globalClusterId, clusterArn)).rejects.toBeInstanceOf(
      CallRefusedError,
    )
    using nobody = createAwsClients(sampleWorld())
    const lost = createRdsControl(nobody).switchover('us-east-1', globalClusterId, clusterArn)
    await expect(lost).rejects.not.toBeInstanceOf(CallRefusedError)
  })

  it('is refused by its checks when the clusters cannot be described', async () => {
    const { target, aws, control } = await startRds()
    const request = { kind: 'switchover', to: 'us-west-2', maxLagMs: 1_000 } as const
    const { checks } = (await prepare(target, aws, control, request, NOW)) as Preparation
    const failed = checks.filter(({ verdict }) => verdict === 'failed')
    expect(failed.map(({ name }) => name)).toContain('cluster meridian-usw2 and its instances are available')
  })
})
