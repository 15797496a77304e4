import { expect, it } from 'vitest'
import { FakeGlobalDatabase, sampleOperation } from '../test/fake-global-database.ts'
import { nextSteps } from './next-steps.ts'
import type { OperationResult } from './run-operation.ts'
import type { OperationState } from './states.ts'

const switchover = sampleOperation()

function outcome(state: OperationState, more: Partial<OperationResult> = {}): OperationResult {
  return { state, isOverdue: false, lastSeen: '', durationMs: 1, ...more }
}

it('suggests nothing after a completed switchover', () => {
  expect(nextSteps('local', switchover, outcome('done'))).toEqual([])
})

it('suggests the switchover back after a failover', () => {
  const steps = nextSteps('local', sampleOperation('failover'), outcome('done'))
  expect(steps.at(-1)).toContain('npm run failover -- failback --target local')
})

it('suggests after a failover what to do if its target is the only region left', () => {
  const steps = nextSteps('local', sampleOperation('failover'), outcome('done')).join('\n')
  expect(steps).toContain('If us-east-1 and ap-northeast-2 are lost, us-west-2 takes no writes')
  expect(steps).toContain('npm run failover -- last-region --region us-west-2 --target local')
})

it('suggests after a cancelled switchover to repeat it or give up the writer’s region', () => {
  const steps = nextSteps('aws', switchover, outcome('failed')).join('\n')
  expect(steps).toContain('rds describe-events --region us-east-1')
  expect(steps).toContain('npm run failover -- switchover --to us-west-2 --target aws')
  expect(steps).toContain('If us-east-1 is lost: npm run failover -- failover --to us-west-2 --supersede')
})

it('names the members that do not follow the new writer yet, and where to go if it is lost', async () => {
  const fake = new FakeGlobalDatabase({ looksToPromotion: 0, looksToConnection: 9 })
  await fake.switchover('', '', switchover.to.arn)
  const lastDatabase = await fake.describe()
  const steps = nextSteps('local', switchover, outcome('promoted', { isOverdue: true, lastDatabase }))
  expect(steps[0]).toMatch(/^us-west-2 is the writer\. .*: us-east-1, ap-northeast-2\./)
  expect(steps[0]).toContain('npm run failover -- resume --target local')
  expect(steps[1]).toMatch(/^If us-west-2 is lost: .*--to us-east-1 --supersede.* or .*--to ap-northeast-2/)
})

it.each(['planned', 'calling', 'running'] as const)(
  'suggests to resume an operation that is overdue while %s',
  (state) => {
    const [first] = nextSteps('local', switchover, outcome(state, { isOverdue: true }))
    expect(first).toContain('npm run failover -- resume --target local')
  },
)
