import { describe, expect, it } from 'vitest'
import { staleSince } from './reading.ts'
import type { DatabaseView } from './views.ts'
import { writerNow } from './writer.ts'

describe('a reading', () => {
  const reading = { key: 'database', everyMs: 2_000, value: 1, readAt: 10_000 }

  it('is stale since its last answer once the next one is overdue', () => {
    expect(staleSince(reading, 15_999)).toBeUndefined()
    expect(staleSince(reading, 16_001)).toBe(10_000)
  })

  it('is stale since its last answer as soon as its source fails', () => {
    expect(staleSince({ ...reading, failure: { since: 12_000, message: 'gone' } }, 12_001)).toBe(10_000)
    const { readAt: _, ...never } = reading
    expect(staleSince({ ...never, failure: { since: 12_000, message: 'gone' } }, 12_001)).toBe(12_000)
  })
})

describe('the writer', () => {
  const database: DatabaseView = {
    id: 'g',
    status: 'available',
    engineVersion: '17',
    disagrees: false,
    answeredBy: ['us-west-2'],
    members: [
      { region: 'us-east-1', isWriter: true, synchronization: 'connected' },
      { region: 'us-west-2', isWriter: false, synchronization: 'connected' },
    ],
  }
  const see = (view: Partial<DatabaseView>, more: { isStale?: boolean; silent?: string } = {}) =>
    writerNow({
      database: { ...database, ...view },
      isStale: more.isStale ?? false,
      isSilent: (region) => region === more.silent,
    })

  it('is known while a fresh answer names it and its region answers', () => {
    expect(see({})).toEqual({ kind: 'writes', region: 'us-east-1' })
    expect(see({}, { silent: 'us-west-2' })).toEqual({ kind: 'writes', region: 'us-east-1' })
  })

  it.each([
    ['the answer is stale', see({}, { isStale: true }), 'unknown'],
    ['regions disagree about it', see({ disagrees: true }), 'unknown'],
    ['no member is a writer', see({ members: [] }), 'unknown'],
    ['its region does not answer', see({}, { silent: 'us-east-1' }), 'unreachable'],
    [
      'a role change is under way',
      see({ roleChange: { status: 'failing-over', to: 'us-west-2' } }),
      'changing',
    ],
  ])('is not shown as writing when %s', (_, writer, kind) => {
    expect(writer.kind).toBe(kind)
  })

  it('is unknown before the first reading', () => {
    expect(writerNow({ database: undefined, isStale: false, isSilent: () => false }).kind).toBe('unknown')
  })
})
