import { describe, expect, it } from 'vitest'
import { fixtureGraph } from '../../../../test/rds/fixture-program.ts'
import { planRds } from '../plan/plan.ts'
import type { DatabasePlan } from '../plan/types.ts'
import {
  applyClusterEvent,
  applyInstanceEvent,
  applySynchronizationEvent,
  changeLineage,
  createDatabaseState,
  type DatabaseState,
  roleOf,
  writerOf,
} from './database-state.ts'
import { certificateNames, endpointsOf } from './endpoints.ts'
import type { InstanceEvent } from './instance-status.ts'

const AT_MS = Date.UTC(2026, 0, 1)

function stateWith(instancesPerCluster: number, opened = true): DatabaseState {
  const plan = planRds(fixtureGraph({ instancesPerCluster })).databases[0] as DatabasePlan
  const created = createDatabaseState(plan, AT_MS)
  const ids = opened ? [...created.instances.keys()] : []
  return ids.reduce((state, id) => applyInstanceEvent(state, id, 'opened').state, created)
}

function after(state: DatabaseState, id: string, ...events: InstanceEvent[]): DatabaseState {
  return events.reduce((now, event) => applyInstanceEvent(now, id, event).state, state)
}

function targets(state: DatabaseState, kind: string, cluster?: string): readonly string[] {
  const endpoint = endpointsOf(state).find(
    (candidate) => candidate.kind === kind && (!cluster || candidate.name.startsWith(`${cluster}.`)),
  )
  return endpoint!.targets(state).map((instance) => instance.id)
}

describe('database state', () => {
  it('is immutable and reports what changed', () => {
    const before = stateWith(1, false)
    const { state, change } = applyInstanceEvent(before, 'meridian-use1-1', 'opened')
    expect(change).toEqual({ from: 'creating', to: 'available' })
    expect(before.instances.get('meridian-use1-1')?.status).toBe('creating')
    expect(applyInstanceEvent(state, 'meridian-use1-1', 'opened')).toEqual({ state, change: undefined })
  })

  // INV-RDS-1
  it('has exactly one writer, whatever happens to instances', () => {
    const state = after(stateWith(2), 'meridian-use1-1', 'ended')
    const writers = [...state.instances.keys()].filter((id) => roleOf(state, id) === 'writer')
    expect(writers).toEqual(['meridian-use1-1'])
    expect(writerOf(state)?.id).toBe('meridian-use1-1')
  })

  it('follows the cluster status and the synchronization status', () => {
    const created = stateWith(1)
    expect(applyClusterEvent(created, 'meridian-usw2', 'storageReady').change?.to).toBe('available')
    const { state, change } = applySynchronizationEvent(created, 'meridian-usw2', 'streaming')
    expect(change).toEqual({ from: 'pending-resync', to: 'connected' })
    expect(applySynchronizationEvent(state, 'meridian-usw2', 'silent').change?.to).toBe('pending-resync')
  })

  it('shows a member as pending-resync as soon as its timeline has diverged', () => {
    const { state } = applySynchronizationEvent(stateWith(1), 'meridian-usw2', 'streaming')
    const { state: diverged } = changeLineage(state, 'meridian-usw2', 'diverged')
    expect(diverged.clusters.get('meridian-usw2')?.synchronization).toBe('pending-resync')
  })

  it('lists its instances when asked for an unknown one', () => {
    expect(() => applyInstanceEvent(stateWith(1), 'nobody', 'opened')).toThrow(
      /no instance "nobody" in this database\. It has: meridian-use1-1, /,
    )
  })
})

describe('endpoints', () => {
  it('resolve the global name to the writer', () => {
    expect(targets(stateWith(2), 'global writer')).toEqual(['meridian-use1-1'])
  })

  it('resolve a secondary’s cluster endpoint to its first instance', () => {
    expect(targets(stateWith(2), 'cluster', 'meridian-apne2')).toEqual(['meridian-apne2-1'])
  })

  it('resolve the reader endpoint to the writer of a cluster without readers', () => {
    expect(targets(stateWith(1), 'reader', 'meridian-use1')).toEqual(['meridian-use1-1'])
  })

  it('resolve the reader endpoint to readers only, when there are any', () => {
    expect(targets(stateWith(3), 'reader', 'meridian-use1')).toEqual(['meridian-use1-2', 'meridian-use1-3'])
    expect(targets(stateWith(2), 'reader', 'meridian-usw2')).toEqual(['meridian-usw2-1', 'meridian-usw2-2'])
  })

  it('skip a reader that is down', () => {
    const state = after(stateWith(3), 'meridian-use1-2', 'ended')
    expect(targets(state, 'reader', 'meridian-use1')).toEqual(['meridian-use1-3'])
  })

  it('are all in the certificate of an instance, as roles can move', () => {
    const state = stateWith(1)
    const instance = state.instances.get('meridian-apne2-1')!.plan
    const names = certificateNames(state, instance)
    const leading = endpointsOf(state).filter((endpoint) => endpoint.name.startsWith('meridian-apne2'))
    expect(names).toEqual(expect.arrayContaining(leading.map((endpoint) => endpoint.name)))
    expect(names).toContain(state.plan.global?.endpoint)
  })
})
