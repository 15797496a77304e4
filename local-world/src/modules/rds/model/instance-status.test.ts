import { describe, expect, it } from 'vitest'
import {
  INSTANCE_TRANSITIONS,
  type InstanceEvent,
  type InstanceStatus,
  nextInstanceStatus,
} from './instance-status.ts'

const STATUSES = Object.keys(INSTANCE_TRANSITIONS) as InstanceStatus[]

describe('instance status', () => {
  it.each<[string, readonly InstanceEvent[], InstanceStatus]>([
    ['a new instance becomes available', ['opened'], 'available'],
    ['a server that exits unexpectedly recovers', ['opened', 'ended'], 'recovering'],
    ['a recovered server is available again', ['opened', 'ended', 'opened'], 'available'],
    ['a server that exits on request is stopped', ['opened', 'stopRequested', 'ended'], 'stopped'],
    [
      'a stopped instance starts',
      ['opened', 'stopRequested', 'ended', 'startRequested', 'opened'],
      'available',
    ],
    ['a recovering instance can be stopped', ['opened', 'ended', 'stopRequested', 'ended'], 'stopped'],
  ])('%s', (_, events, expected) => {
    const last = events.reduce<InstanceStatus>(
      (status, event) => nextInstanceStatus('db-1', status, event),
      'creating',
    )
    expect(last).toBe(expected)
  })

  // INV-RDS-3
  it('never leaves deleting', () => {
    expect(Object.values(INSTANCE_TRANSITIONS.deleting)).not.toContain('available')
    for (const outcome of Object.values(INSTANCE_TRANSITIONS.deleting))
      expect(['ignored', 'refused']).toContain(outcome)
  })

  // INV-RDS-2
  it('becomes available only when its server accepts connections', () => {
    for (const status of STATUSES)
      for (const [event, outcome] of Object.entries(INSTANCE_TRANSITIONS[status]))
        if (outcome === 'available') expect(event).toBe('opened')
  })

  it('refuses an invalid request, and lists the statuses in which it is valid', () => {
    expect(() => nextInstanceStatus('db-1', 'available', 'startRequested')).toThrow(
      'Instance "db-1" is available; startRequested is possible while it is stopped. Wait for that.',
    )
  })
})
