import { expect, it } from 'vitest'
import type { Answer, Session } from '../connection/session.ts'
import { Progress } from './position.ts'

const SHARD = 7

it('keeps the marker of a shard when only the sum is reported', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 5, n: 3 }, SHARD)
  progress.learn({ epoch: 1, position: 9, n: 0 }, undefined)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 1, position: 9, n: 3 })
  expect(progress.seenFor(undefined)).toEqual({ epoch: 1, position: 9, n: 0 })
})

it('never moves back within an epoch', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: 1, position: 5, n: 2 }, SHARD)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 1, position: 9, n: 3 })
})

it('drops the markers of another epoch, whose numbers are reused for other writes', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: 2, position: 4, n: 1 }, SHARD + 1)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 2, position: 4, n: 0 })
})

it('recognizes a replaced writer by its negative epoch', () => {
  const progress = new Progress()
  progress.learn({ epoch: 2, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: -2, position: 9, n: 3 }, SHARD)
  expect(progress.seenFor(SHARD).epoch).toBe(-2)
})

it('judges a read by its own answer, not by what is learnt later in another epoch', async () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 4, n: 3 }, SHARD)
  const asked = await progress.ask(sessionThatSays({ epoch: '1', sum: '5' }))
  progress.learn({ epoch: 2, position: 6, n: 4 }, SHARD)
  expect(progress.seenFor(SHARD, asked)).toEqual({ epoch: 1, position: 5, n: 0 })
})

it('raises no unhandled rejection when a query fails that no caller awaits', async () => {
  const session = { runBehind: () => Promise.reject(new Error('gone')) } as unknown as Session
  const progress = new Progress()
  void progress.ask(session)
  await expect(progress.ask(session)).rejects.toThrow('gone')
})

function sessionThatSays(row: Record<string, string>): Session {
  return { runBehind: () => Promise.resolve({ rows: [row] } as unknown as Answer) } as unknown as Session
}
