import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Session } from '../connection/session.ts'
import type { SharedConnections } from '../connection/shared-connections.ts'
import { ReaderRoute } from './reader-route.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
const ended = new Error('Connection terminated unexpectedly')

/** A region's readers that fail with these errors, one per question, and then answer with their name. */
function region(name: string, errors: readonly Error[], goesOnFailing = false): SharedConnections {
  let asked = 0
  const identity = { instance: name, role: 'reader' }
  const run = async () => {
    const error = goesOnFailing ? errors[0] : errors[asked]
    asked += 1
    if (error) throw error
    return { rows: [] }
  }
  const session = { identity, run } as unknown as Session
  // The route uses nothing else of its connections.
  return { acquire: () => session, close: async () => {} } as unknown as SharedConnections
}

function routeOver(regions: readonly SharedConnections[], budgetMs?: number): ReaderRoute {
  const route = new ReaderRoute(regions, budgetMs)
  onTestFinished(() => route.close())
  return route
}

describe('a read', () => {
  it('is retried while every region is unavailable for a moment', async () => {
    const route = routeOver([
      region('rebuilt', [refused], true),
      region('promoted', [ended]),
      region('lost', [refused], true),
    ])
    expect(await route.run('select 1', [])).toMatchObject({ identity: { instance: 'promoted' } })
  })

  it('fails with the last error when its budget is spent', async () => {
    const route = routeOver([region('a', [refused], true), region('b', [ended], true)], 50)
    await expect(route.run('select 1', [])).rejects.toBe(ended)
  })

  it('fails at once when a retry cannot help', async () => {
    const wrong = Object.assign(new Error('relation does not exist'), { code: '42P01' })
    const route = routeOver([region('a', [wrong]), region('b', [])])
    await expect(route.run('select 1', [])).rejects.toBe(wrong)
  })
})

describe('the probe', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs only while a region is down', async () => {
    const route = routeOver([region('restarted', [refused, refused]), region('far', [])])
    expect(vi.getTimerCount()).toBe(0)
    expect(await route.run('select 1', [])).toMatchObject({ identity: { instance: 'far' } })
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(vi.getTimerCount()).toBe(0)
    expect(await route.run('select 1', [])).toMatchObject({ identity: { instance: 'restarted' } })
  })
})
