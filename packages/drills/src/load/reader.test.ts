import { expect, it } from 'vitest'
import { createRecorder } from '../history/recorder.ts'
import { createRandom } from '../random.ts'
import { createLoadContext } from './load-context.ts'
import { createReader } from './reader.ts'
import { createRetryBudget } from './retry-budget.ts'
import type { Ways } from './ways.ts'

it('a visitor sends one request at a time, so that no older token overwrites a newer one', async () => {
  const answers: ((reason: Error) => void)[] = []
  const send = () => new Promise<never>((_resolve, reject) => answers.push(reject))
  const recorder = createRecorder(() => 0)
  const context = createLoadContext({
    recorder,
    campaignSlug: 'a-campaign',
    runId: 'test',
    patienceMs: 0,
    ways: { to: () => ({ send }) } as unknown as Ways,
    retryBudget: () => createRetryBudget(),
    givenUp: () => new AbortController().signal,
  })
  context.remember('a-lead')
  const plan = { role: 'reader', city: 'seoul', via: 'ap-northeast-2', perSecond: 1 } as const
  const turn = createReader(context, plan, createRandom(1))
  const turns = Array.from({ length: 40 }, () => turn(0))
  const asking = recorder.events().map(({ session }) => session)
  expect(asking).toHaveLength(40)
  expect(new Set(asking).size).toBe(40)
  for (const answer of answers) answer(new Error('over'))
  await Promise.all(turns)
})
