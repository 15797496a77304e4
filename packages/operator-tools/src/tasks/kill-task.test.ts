import { describe, expect, it } from 'vitest'
import { chooseVictim, type RunningTask } from './kill-task.ts'
import { killTaskReport } from './kill-task-report.ts'

const task = (id: string): RunningTask => ({
  arn: `arn:aws:ecs:us-west-2:000000000000:task/meridian-usw2/${id}`,
  id,
  service: 'marketing-api',
  startedAt: new Date(0),
  address: '10.0.64.10',
})

describe('the task to kill', () => {
  const two = [task('older'), task('newer')]

  it('is the oldest unless one is named', () => {
    expect(chooseVictim(two, undefined, false).id).toBe('older')
    expect(chooseVictim(two, 'newer', false).id).toBe('newer')
  })

  it('is never one that does not run, and the last one only if that is allowed', () => {
    expect(() => chooseVictim(two, 'gone', false)).toThrow('No task gone runs here; running: older, newer')
    expect(() => chooseVictim([], undefined, false)).toThrow('No task of this service runs here')
    expect(() => chooseVictim([task('only')], undefined, false)).toThrow('--even-last')
    expect(chooseVictim([task('only')], undefined, true).id).toBe('only')
  })
})

describe('the report', () => {
  it('fails when no replacement was running', () => {
    const replacement = {
      killed: task('older'),
      replacedBy: undefined,
      runningAfterMs: undefined,
      servingAfterMs: undefined,
      waitedMs: 60_000,
    }
    const report = killTaskReport('local', 'us-west-2', replacement, new Date(0))
    expect(report).toMatchObject({ verdict: 'failed', checks: [{ detail: 'none after 60.0 s' }] })
  })
})
