import { describe, expect, it } from 'vitest'
import { afterStop, throttleDelayMs, UNTHROTTLED } from './restart-throttle.ts'
import { parseSecretReference, selectSecretValue } from './secret-reference.ts'
import { nextTaskState, type TaskEvent, type TaskState } from './task-lifecycle.ts'

function walk(...events: readonly TaskEvent[]): readonly TaskState[] {
  let state: TaskState = 'PROVISIONING'
  return events.map((event) => {
    state = nextTaskState(state, event)
    return state
  })
}

describe('a task', () => {
  it('passes through every status of its life cycle', () => {
    const life: readonly TaskEvent[] = [
      'attached',
      'started',
      'registered',
      'stopping',
      'deregistered',
      'exited',
      'released',
    ]
    expect(walk(...life)).toEqual([
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ])
  })

  it('is deregistered from its targets when its container exits by itself', () => {
    expect(walk('attached', 'started', 'registered', 'exited').at(-1)).toBe('DEACTIVATING')
  })

  it('skips the steps it never reached when it fails to start', () => {
    expect(walk('stopping', 'deregistered', 'exited', 'released')).toEqual([
      'DEPROVISIONING',
      'DEPROVISIONING',
      'DEPROVISIONING',
      'STOPPED',
    ])
  })
})

describe('the restart throttle', () => {
  it('doubles its delay with each task that was never healthy, up to a limit', () => {
    let state = UNTHROTTLED
    const delays = Array.from({ length: 14 }, () => {
      state = afterStop(state, false, 1_000)
      return throttleDelayMs(state, 1_000, 1)
    })
    expect(delays.slice(0, 3)).toEqual([1_000, 2_000, 4_000])
    expect(delays.at(-1)).toBe(27 * 60_000)
  })

  it('does not delay the replacement of a task that was healthy', () => {
    expect(throttleDelayMs(afterStop({ failures: 5, lastFailureMs: 0 }, true, 10), 10, 1)).toBe(0)
  })
})

describe('a secret reference', () => {
  const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:meridian/database-a1b2c3'

  it.each([
    [ARN, undefined],
    [`${ARN}:password::`, 'password'],
    [`${ARN}:::`, undefined],
  ])('%s has the key %s', (valueFrom, jsonKey) => {
    expect(parseSecretReference(valueFrom)).toEqual({ arn: ARN, jsonKey })
  })

  it('reports a key that the secret lacks', () => {
    const reference = parseSecretReference(`${ARN}:password::`)
    expect(() => selectSecretValue(reference, '{"user":"a"}')).toThrow('did not contain json key password')
    expect(() => selectSecretValue(reference, 'not JSON')).toThrow('did not contain json key password')
  })
})
