import { expect, it } from 'vitest'
import type { Answer, Session } from '../connection/session.ts'
import { Progress } from './position.ts'

const SHARD = 7

it('keeps what it has learnt of a shard while only the sum is heard of', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 5, n: 3 }, SHARD)
  progress.learn({ epoch: 1, position: 9, n: 0 }, undefined)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 1, position: 9, n: 3 })
  expect(progress.seenFor(undefined)).toEqual({ epoch: 1, position: 9, n: 0 })
})

it('never goes back within an epoch', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: 1, position: 5, n: 2 }, SHARD)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 1, position: 9, n: 3 })
})

it('forgets the markers of another epoch: their numbers are used again for other writes', () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: 2, position: 4, n: 1 }, SHARD + 1)
  expect(progress.seenFor(SHARD)).toEqual({ epoch: 2, position: 4, n: 0 })
})

it('hears that a writer was replaced: its epoch is negative', () => {
  const progress = new Progress()
  progress.learn({ epoch: 2, position: 9, n: 3 }, SHARD)
  progress.learn({ epoch: -2, position: 9, n: 3 }, SHARD)
  expect(progress.seenFor(SHARD).epoch).toBe(-2)
})

it('judges a read by the answer behind it and not by what is known since, when that is of another epoch', async () => {
  const progress = new Progress()
  progress.learn({ epoch: 1, position: 4, n: 3 }, SHARD)
  const asked = await progress.ask(sessionThatSays({ epoch: '1', sum: '5' }))
  progress.learn({ epoch: 2, position: 6, n: 4 }, SHARD)
  expect(progress.seenFor(SHARD, asked)).toEqual({ epoch: 1, position: 5, n: 0 })
})

it('is silent when its question fails and nobody waits for the answer', async () => {
  const session = { runBehind: () => Promise.reject(new Error('gone')) } as unknown as Session
  const progress = new Progress()
  void progress.ask(session)
  await expect(progress.ask(session)).rejects.toThrow('gone')
})

function sessionThatSays(row: Record<string, string>): Session {
  return { runBehind: () => Promise.resolve({ rows: [row] } as unknown as Answer) } as unknown as Session
}
