import type { GlobalDatabase } from '@meridian/failover'
import { describe, expect, it } from 'vitest'
import { type GateView, judgeGate, refuseUnless, releaseOrder } from './gate.ts'

const database: GlobalDatabase = {
  id: 'meridian',
  status: 'available',
  engineVersion: '17.5',
  members: [
    {
      arn: 'arn:aws:rds:us-east-1:000000000000:cluster:one',
      isWriter: true,
      synchronization: 'connected',
    },
    {
      arn: 'arn:aws:rds:us-west-2:000000000000:cluster:two',
      isWriter: false,
      synchronization: 'connected',
    },
  ],
}
const quiet: GateView = { database, alarms: [{ region: 'us-east-1', ringing: [] }], openJournals: [] }
const [writer, secondary] = database.members
const roleChange = { status: 'switching-over', toArn: secondary?.arn ?? '' }
const resyncing = { ...database.members[1], arn: 'two', isWriter: false, synchronization: 'pending-resync' }

describe('the gate', () => {
  it('is open while every check passes', () => {
    expect(judgeGate(quiet).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok'])
  })

  it.each<[string, Partial<GateView>]>([
    ['the global database is not available', { database: { ...database, status: 'modifying' } }],
    ['a change of roles is under way', { database: { ...database, roleChange } }],
    [
      'a secondary has to be rebuilt',
      { database: { ...database, members: writer ? [writer, resyncing] : [] } },
    ],
    ['nobody can say how the database is', { database: new Error('no answer') }],
    ['an alarm rings', { alarms: [{ region: 'us-west-2', ringing: ['meridian-lag'] }] }],
    ['CloudWatch does not answer', { alarms: [{ region: 'us-west-2', ringing: undefined }] }],
    ['an operation of the failover tool is open', { openJournals: ['2026-11-21T10-00-00Z-switchover'] }],
  ])('is closed when %s', (_what, changes) => {
    const failures = judgeGate({ ...quiet, ...changes }).filter(({ verdict }) => verdict === 'failed')
    expect(failures).toHaveLength(1)
    expect(() => refuseUnless(failures, 'The release')).toThrow(/The release has to wait; these do not hold/)
  })
})

describe('the order of a release', () => {
  it('ends with the region that writes, whichever that is', () => {
    expect(releaseOrder(database)).toEqual(['us-west-2', 'ap-northeast-2', 'us-east-1'])
    const members = database.members.map((member) => ({ ...member, isWriter: !member.isWriter }))
    expect(releaseOrder({ ...database, members }).at(-1)).toBe('us-west-2')
  })
})
