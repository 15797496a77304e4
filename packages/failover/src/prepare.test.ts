import { manualPacing } from '@meridian/operator-tools/testing'
import { expect, it } from 'vitest'
import { sampleOperation } from '../test/fake-global-database.ts'
import { type Preparation, prepareWhenSafe } from './prepare.ts'

const prepared = (verdict: 'ok' | 'failed'): Preparation => ({
  operation: sampleOperation(),
  checks: [{ name: 'every member connected', verdict, detail: '', isRequired: true }],
  lagMs: undefined,
})

const patience = () => ({ pacing: manualPacing(), deadlineMs: 1_000, pollMs: 100 })

it('waits until no check refuses the operation', async () => {
  const answers = [prepared('failed'), prepared('failed'), prepared('ok')]
  const last = await prepareWhenSafe(async () => answers.shift() ?? prepared('ok'), patience())
  expect(last).toEqual(prepared('ok'))
  expect(answers).toEqual([])
})

it('returns the last refusal at its deadline', async () => {
  let looks = 0
  const never = async () => {
    looks += 1
    return prepared('failed')
  }
  expect(await prepareWhenSafe(never, patience())).toEqual(prepared('failed'))
  expect(looks).toBe(11)
})
