import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Reading } from '../../shared/reading.ts'
import { connect } from '../store.ts'
import { losses } from './loss.ts'
import { answers, overallState, regionHealth, regionsWithoutAlarms } from './region-state.ts'
import { currentWriter } from './writer.ts'

let hear: (readings: readonly Reading[]) => void
beforeEach(() => {
  class Events {
    onmessage: (event: { readonly data: string }) => void = () => {}
    constructor() {
      hear = (readings) => this.onmessage({ data: JSON.stringify({ now: Date.now(), readings }) })
    }
  }
  vi.stubGlobal('EventSource', Events)
  connect()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const databaseAnsweredBy = (...answeredBy: readonly string[]): Reading => ({
  key: 'database',
  everyMs: 2_000,
  readAt: Date.now(),
  value: { members: [{ region: 'us-east-1', isWriter: true }], answeredBy, disagrees: false },
})
const silentInstances: Reading = {
  key: 'instances:us-east-1',
  everyMs: 6_000,
  readAt: Date.now(),
  failure: { since: Date.now(), message: 'timed out' },
}

it('a writer whose region answers one of two sources is not shown as unreachable', () => {
  hear([databaseAnsweredBy('us-east-1', 'us-west-2'), silentInstances])
  expect(answers('us-east-1')).toBe(true)
  expect(currentWriter()).toEqual({ kind: 'writes', region: 'us-east-1' })
})

it('a writer whose region answers no source is shown as unreachable', () => {
  hear([databaseAnsweredBy('us-west-2'), silentInstances])
  expect(answers('us-east-1')).toBe(false)
  expect(currentWriter()).toEqual({ kind: 'unreachable', region: 'us-east-1' })
})

it('the overall state names the region that does not answer', () => {
  const visitors = { key: 'visitors', everyMs: 4_000, readAt: Date.now(), value: [{ servedBy: 'us-west-2' }] }
  const silentServices = { ...silentInstances, key: 'services:us-east-1' }
  hear([visitors, databaseAnsweredBy('us-west-2'), silentInstances, silentServices])
  expect(overallState()).toEqual({ health: 'warn', says: 'Degraded: us-east-1 does not answer' })
})

it('a region is healthy by its targets while Route 53, in the lost us-east-1, does not answer', () => {
  const services = {
    key: 'services:us-west-2',
    everyMs: 5_000,
    readAt: Date.now(),
    value: {
      services: [{ name: 'frontend', desired: 2, running: 2 }],
      targets: [{ state: 'healthy' }, { state: 'healthy' }],
    },
  }
  hear([{ ...silentInstances, key: 'health' }, services])
  expect(regionHealth('us-west-2')).toEqual({ health: 'good', says: 'healthy' })
  const [target] = services.value.targets
  hear([{ ...services, value: { ...services.value, targets: [target, { state: 'draining' }] } } as Reading])
  expect(regionHealth('us-west-2')).toEqual({ health: 'warn', says: 'degraded' })
})

it('the alarms of a region whose CloudWatch does not answer are not known, although none was seen to ring', () => {
  const quiet = (region: string) => ({
    key: `alarms:${region}`,
    everyMs: 10_000,
    readAt: Date.now(),
    value: [],
  })
  hear([quiet('us-east-1'), quiet('us-west-2'), quiet('ap-northeast-2')])
  expect(regionsWithoutAlarms()).toEqual([])
  hear([{ ...quiet('us-east-1'), failure: { since: Date.now(), message: 'timed out' } }])
  expect(regionsWithoutAlarms()).toEqual(['us-east-1'])
})

it('a region that had everything when its writer fell silent comes before one that was behind', () => {
  const lag = (region: string, value: object) => ({
    key: `lag:${region}`,
    everyMs: 5_000,
    readAt: Date.now(),
    value,
  })
  hear([lag('us-west-2', { rpoMs: 4_000, p50Ms: 2_000 }), lag('ap-northeast-2', { p50Ms: 120 })])
  expect(losses('us-east-1')).toEqual([
    { region: 'ap-northeast-2', ms: undefined, rows: undefined },
    { region: 'us-west-2', ms: 4_000, rows: undefined },
  ])
})
