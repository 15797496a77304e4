import { expect, it } from 'vitest'
import type { HistoryEvent } from '../history/event.ts'
import { readHistory } from '../history/history.ts'
import { measureServedRequests } from './served-requests.ts'

let op = 0
function exchange(
  action: 'write' | 'read',
  sentMs: number,
  endMs: number,
  details: Partial<HistoryEvent> & { readonly isServed: boolean },
): readonly HistoryEvent[] {
  op += 1
  const { isServed, ...fields } = details
  const shared = { op, process: 'client', action, via: 'us-west-2', ...fields } as const
  return [
    { ...shared, type: 'invoke', atMs: sentMs },
    { ...shared, type: isServed ? 'ok' : 'info', atMs: endMs, id: shared.key ?? 'a' },
  ]
}

it('a lead stored at the second try counts as served once, with its wait measured from when it was due', () => {
  const events = [
    ...exchange('write', 130, 200, { key: 'k', lateMs: 30, isServed: false }),
    ...exchange('write', 400, 500, { key: 'k', isServed: true }),
    ...exchange('write', 600, 610, { key: 'k', isServed: true }),
  ]
  expect(measureServedRequests(readHistory(events))).toMatchObject({
    wanted: 1,
    served: 1,
    answerTime: { maxMs: 400 },
    sentLateMs: 30,
  })
})

it('a failed read, or a lead that was never stored, counts as wanted but not served', () => {
  const events = [
    ...exchange('write', 0, 10, { key: 'k', isServed: false }),
    ...exchange('read', 0, 10, { isServed: false }),
    ...exchange('read', 0, 20, { isServed: true }),
  ]
  expect(measureServedRequests(readHistory(events))).toMatchObject({ wanted: 3, served: 1 })
})

it('requests to an entry point that the drill had closed are not counted', () => {
  const events = exchange('read', 0, 10, { isServed: false })
  expect(measureServedRequests(readHistory(events), ['us-west-2'])).toMatchObject({
    wanted: 0,
    answerTime: undefined,
  })
})
