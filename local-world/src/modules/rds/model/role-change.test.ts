import { describe, expect, it } from 'vitest'
import { fixtureGraph } from '../../../../test/rds/fixture-program.ts'
import { planRds } from '../plan/plan.ts'
import type { DatabasePlan } from '../plan/types.ts'
import { CLUSTER_TRANSITIONS } from './cluster-status.ts'
import {
  applyClusterEvent,
  applyInstanceEvent,
  applySynchronizationEvent,
  createDatabaseState,
  type DatabaseState,
  membersOf,
  roleOf,
} from './database-state.ts'
import { endpointsOf } from './endpoints.ts'
import { GLOBAL_TRANSITIONS, type GlobalStatus } from './global-cluster.ts'
import {
  endRoleChange,
  flipEndpoint,
  membersReady,
  proceed,
  promoteTarget,
  requestRoleChange,
} from './role-change.ts'
import { checkRemoval, checkRoleChange } from './role-change-rules.ts'
import { followersOf, upstreamOf } from './topology.ts'

const USE1 = 'meridian-use1'
const USW2 = 'meridian-usw2'
const APNE2 = 'meridian-apne2'

function running(instancesPerCluster = 1): DatabaseState {
  const plan = planRds(fixtureGraph({ instancesPerCluster })).databases[0] as DatabasePlan
  let state = createDatabaseState(plan, 0)
  for (const id of state.instances.keys()) state = applyInstanceEvent(state, id, 'opened').state
  for (const id of state.clusters.keys()) {
    state = applyClusterEvent(state, id, 'storageReady').state
    state = applySynchronizationEvent(state, id, 'streaming').state
  }
  return membersReady(state).state
}

const promoted = (isDataLossAllowed: boolean, state = running()) =>
  promoteTarget(requestRoleChange(state, USW2, isDataLossAllowed).state).state

const writers = (state: DatabaseState) =>
  [...state.instances.keys()].filter((id) => roleOf(state, id) === 'writer')

const globalTarget = (state: DatabaseState) =>
  endpointsOf(state)
    .find((endpoint) => endpoint.kind === 'global writer')!
    .targets(state)
    .map(({ id }) => id)

const ids = (instances: readonly { readonly id: string }[]) => instances.map(({ id }) => id).sort()

describe('a change of writer', () => {
  // INV-RDS-1
  it('leaves exactly one writer at every step, with and without loss', () => {
    for (const isDataLossAllowed of [true, false]) {
      const requested = requestRoleChange(running(), USW2, isDataLossAllowed).state
      expect(writers(requested)).toEqual([`${USE1}-1`])
      const after = promoteTarget(requested).state
      expect(writers(after)).toEqual([`${USW2}-1`])
      expect(writers(endRoleChange(after, 'finished').state)).toEqual([`${USW2}-1`])
    }
  })

  // INV-RDS-6
  it('has a failover state from the request to its end, and at no other time', () => {
    const before = running()
    expect(before.failover).toBeUndefined()
    const requested = requestRoleChange(before, USW2, false).state
    expect(requested.failover).toEqual({
      status: 'pending',
      fromClusterId: USE1,
      toClusterId: USW2,
      isDataLossAllowed: false,
    })
    expect(requested.globalStatus).toBe('switching-over')
    const moved = proceed(requested, 'switching-over').state
    expect(moved.failover?.status).toBe('switching-over')
    const ended = endRoleChange(moved, 'cancelled').state
    expect([ended.failover, ended.globalStatus]).toEqual([undefined, 'available'])
  })

  // INV-RDS-7
  it('is refused while another is under way', () => {
    const requested = requestRoleChange(running(), USW2, false).state
    for (const isDataLossAllowed of [true, false])
      expect(() => requestRoleChange(requested, APNE2, isDataLossAllowed)).toThrow(
        /is switching-over; its writer can be changed while it is available/,
      )
    const busy = Object.entries(GLOBAL_TRANSITIONS).filter(([status]) => status !== 'available')
    for (const [, outcomes] of busy) expect(outcomes.failoverRequested).toBe('refused')
  })

  // INV-RDS-8
  it('moves the global endpoint in a separate step, after the promotion', () => {
    const after = promoted(false)
    expect(globalTarget(after)).toEqual([`${USE1}-1`])
    expect(globalTarget(flipEndpoint(after).state)).toEqual([`${USW2}-1`])
    expect(flipEndpoint(running()).change).toBeUndefined()
  })

  // INV-RDS-9
  it('without data loss, makes every replica follow the new writer, second instances through their first', () => {
    const after = promoted(false, running(2))
    expect(ids(followersOf(after, `${USW2}-1`))).toEqual([`${APNE2}-1`, `${USE1}-1`, `${USW2}-2`])
    expect(upstreamOf(after, `${USE1}-2`)?.id).toBe(`${USE1}-1`)
    expect(upstreamOf(after, `${USW2}-1`)).toBeUndefined()
  })

  // INV-RDS-10
  it('with data loss, makes no replica follow the new writer before it is rebuilt', () => {
    const after = promoted(true)
    expect(followersOf(after, `${USW2}-1`)).toEqual([])
    const others = membersOf(after).filter(({ plan }) => plan.id !== USW2)
    expect(others.map(({ lineage, synchronization }) => `${lineage} ${synchronization}`)).toEqual([
      'diverged pending-resync',
      'diverged pending-resync',
    ])
  })
})

describe('the rules of a change of writer', () => {
  const opened = (id: string, state = running()) => applyInstanceEvent(state, id, 'ended').state

  it.each<[string, DatabaseState, string, boolean, RegExp]>([
    ['the cluster that is the writer already', running(), USE1, true, /is the primary already/],
    ['a target that is down', opened(`${USW2}-1`), USW2, true, /meridian-usw2-1 .* is recovering/],
    [
      'a switchover from a dead primary',
      opened(`${USE1}-1`),
      USW2,
      false,
      /does not answer: its instance is recovering/,
    ],
    [
      'a switchover while a member lags',
      applySynchronizationEvent(running(), APNE2, 'silent').state,
      USW2,
      false,
      /meridian-apne2 is pending-resync/,
    ],
    [
      'a target that is being rebuilt',
      endRoleChange(promoted(true), 'finished').state,
      APNE2,
      true,
      /is being resynchronized/,
    ],
  ])('refuse %s', (_, state, target, isDataLossAllowed, message) => {
    expect(() => checkRoleChange(state, target, isDataLossAllowed)).toThrow(message)
  })

  it('allow a failover from a dead primary, and while others lag', () => {
    checkRoleChange(opened(`${USE1}-1`), USW2, true)
    checkRoleChange(applySynchronizationEvent(running(), USW2, 'silent').state, USW2, true)
  })

  it('allow the removal of the primary only when it is the last', () => {
    expect(() => checkRemoval(running(), USE1)).toThrow(/Remove those first/)
    checkRemoval(running(), USW2)
  })
})

describe('the transition tables', () => {
  it('allow no transition out of deleting', () => {
    const statuses = Object.keys(GLOBAL_TRANSITIONS) as GlobalStatus[]
    expect(statuses).toContain('deleting')
    for (const outcome of Object.values(GLOBAL_TRANSITIONS.deleting))
      expect(['ignored', 'refused']).toContain(outcome)
    expect(new Set(Object.values(CLUSTER_TRANSITIONS.deleting))).toEqual(new Set(['deleting']))
  })
})
