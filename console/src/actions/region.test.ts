import { describe, expect, it } from 'vitest'
import type { OpenTarget } from '../watch/source.ts'
import { type LogFilter, tailLogs } from './region.ts'

const GROUP = 'meridian-usw2/frontend'

interface Event {
  readonly timestamp: number
  readonly logStreamName: string
  readonly message: string
}

/** CloudWatch Logs with these events in one group, which answers the oldest first, in pages. */
function logsWith(events: readonly Event[], pageSize: number) {
  const send = async ({
    input,
  }: {
    input: { logGroupName?: string; startTime?: number; endTime?: number; nextToken?: string }
  }) => {
    if (input.logGroupName === undefined) return { logGroups: [{ logGroupName: GROUP }] }
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input
    const from = Number(input.nextToken ?? 0)
    const found = events.filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime)
    const isMore = from + pageSize < found.length
    return {
      events: found.slice(from, from + pageSize),
      ...(isMore && { nextToken: String(from + pageSize) }),
    }
  }
  const target = {
    description: { stackOutputs: { services: { 'us-west-2': { cluster: 'meridian-usw2' } } } },
    keep: async () => ({ client: { send } }),
  } as unknown as OpenTarget
  return (filter: LogFilter) => tailLogs(target, 'us-west-2', filter)
}

/** One every 100 ms up to now, by two tasks in turn. */
const tenMinutes = Array.from({ length: 6_000 }, (_, index) => ({
  timestamp: Date.now() - (6_000 - index) * 100,
  logStreamName: `frontend/web/${index % 2 === 0 ? 'even' : 'odd'}-task`,
  message: `line ${index}`,
}))

describe('tailLogs', () => {
  it('gives the newest lines of a busy group, although CloudWatch Logs gives the oldest first', async () => {
    const lines = await logsWith(tenMinutes, 1_000)({})
    expect(lines).toHaveLength(200)
    expect(lines[0]?.text).toBe('line 5999')
    expect(new Set(lines.map(({ text }) => text)).size).toBe(200)
  })

  it('gives the lines of one task', async () => {
    const lines = await logsWith(tenMinutes, 1_000)({ task: 'even' })
    expect(lines[0]?.text).toBe('line 5998')
    expect(new Set(lines.map(({ stream }) => stream))).toEqual(new Set(['frontend/web/even-task']))
  })

  it('looks back ten minutes when there are few lines', async () => {
    const old = { timestamp: Date.now() - 9 * 60_000, logStreamName: 'frontend/web/a', message: 'old' }
    expect(await logsWith([old], 1_000)({})).toMatchObject([{ text: 'old' }])
  })
})
