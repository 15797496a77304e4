import { expect, it } from 'vitest'
import { createManualClock } from '../../../kernel/clock.ts'
import type { TaskDefinitionPlan } from './ecs-plan.ts'
import { MOST_REVISIONS, TaskDefinitionRegister } from './task-definition-register.ts'

const revision = (number: number) =>
  ({
    arn: `arn:aws:ecs:us-east-1:000000000000:task-definition/web:${number}`,
    family: 'web',
    revision: number,
    region: 'us-east-1',
  }) as unknown as TaskDefinitionPlan

it('evicts the oldest of too many registered revisions, and keeps the program’s own', () => {
  const own = revision(1)
  const register = new TaskDefinitionRegister(
    { taskDefinitions: new Map([[own.arn, own]]) },
    createManualClock(),
  )
  for (let count = 0; count < MOST_REVISIONS + 10; count++)
    register.add(revision(register.nextRevision('web', 'us-east-1')))
  expect(register.revisions).toHaveLength(MOST_REVISIONS + 1)
  expect(register.find('web:1', 'us-east-1')).toBe(own)
  expect(register.find('web:2', 'us-east-1')).toBeUndefined()
  expect(register.find('web', 'us-east-1')?.revision).toBe(MOST_REVISIONS + 11)
  expect(register.times(revision(2))).toBeUndefined()
})
