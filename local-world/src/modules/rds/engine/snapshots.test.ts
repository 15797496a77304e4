import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import { type SnapshotDependencies, Snapshots } from './snapshots.ts'

const DATABASES_OF_FAILOVERS = 6

it('keeps the snapshots of the newest failovers, on disk too, and copies until they are deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-snapshots-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const snapshots = new Snapshots({ folder } as SnapshotDependencies)
  const snapshot = (id: string, type: ClusterSnapshot['type']) =>
    ({ id, arn: `arn:${id}`, region: 'us-east-1', type, status: 'available' }) as ClusterSnapshot
  const keep = async (index: number) => {
    const data = join(folder, 'server', 'data')
    mkdirSync(data, { recursive: true })
    await snapshots.keep(snapshot(`rds:failover-${index}`, 'automated'), data)
    expect(existsSync(data)).toBe(false)
  }
  await keep(0)
  await snapshots.copy(snapshot('rds:failover-0', 'automated'), snapshot('mine', 'manual'))
  for (let index = 1; index < 20; index++) await keep(index)
  const kept = snapshots.list().map(({ id }) => id)
  expect(kept).toHaveLength(DATABASES_OF_FAILOVERS + 1)
  expect(kept).toContain('mine')
  expect(kept).toContain('rds:failover-19')
  expect(kept).not.toContain('rds:failover-13')
  expect(readdirSync(join(folder, 'snapshots'))).toHaveLength(DATABASES_OF_FAILOVERS + 1)
})
