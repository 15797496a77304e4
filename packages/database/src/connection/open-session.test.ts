import { describe, expect, it } from 'vitest'
import { firstToOpen } from './open-session.ts'
import type { OpenSession, Session } from './session.ts'

const NEVER = new AbortController().signal
const atOnce = async () => {}

function session(name: string) {
  const retired: string[] = []
  const state = { isUsable: true }
  // The race uses nothing else of a session.
  const value = {
    name,
    get isUsable() {
      return state.isUsable
    },
    retire: async () => void retired.push(name),
  } as unknown as Session
  return { value, retired, state }
}

/** An address that fails with these errors, one an attempt, and then leads to a session. */
function failing(errors: readonly Error[], then: Session): { open: OpenSession; attempts: () => number } {
  let attempts = 0
  return {
    attempts: () => attempts,
    open: async () => {
      const error = errors[attempts]
      attempts += 1
      if (error) throw error
      return then
    },
  }
}

describe('the race for a writer', () => {
  it('retries a nearby server while a distant one has not answered', async () => {
    const far = Promise.withResolvers<Session>()
    const near = session('near')
    const door = failing([new Error('in recovery'), new Error('in recovery')], near.value)
    const open = firstToOpen([() => far.promise, door.open], atOnce)
    expect(await open(() => {}, NEVER)).toBe(near.value)
    expect(door.attempts()).toBe(3)

    const late = session('far')
    far.resolve(late.value)
    await far.promise
    await Promise.resolve()
    expect(late.retired).toEqual(['far'])
  })

  it('retries at once a server that ended the session, even if it is the only address left', async () => {
    const promoted = session('promoted')
    const ended = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const here = failing([ended], promoted.value)
    const gone = failing([new Error('refused'), new Error('refused')], session('gone').value)
    expect(await firstToOpen([gone.open, here.open], atOnce)(() => {}, NEVER)).toBe(promoted.value)
  })

  it('waits before it retries a server that is shutting down', async () => {
    const pauses: number[] = []
    const stopping = Object.assign(new Error('the database system is shutting down'), { code: '57P03' })
    const promoted = Promise.withResolvers<Session>()
    const old = failing([stopping], session('back').value)
    const pause = async (forMs: number) => void pauses.push(forMs)
    await firstToOpen([old.open, () => promoted.promise], pause)(() => {}, NEVER)
    expect(pauses).toEqual([250])
  })

  it.each([
    ['at once after an attempt that distance alone made long', 1_100, 20],
    ['later by as much as an attempt was held up', 1_500, 300],
    ['a second later at most', 9_000, 1_000],
  ])('retries %s', async (_title, tookMs, pausedMs) => {
    const pauses: number[] = []
    const promoted = Promise.withResolvers<Session>()
    let nowMs = 0
    const slow: OpenSession = async () => {
      nowMs += tookMs
      throw new Error('refused')
    }
    const pause = async (forMs: number) => {
      pauses.push(forMs)
      promoted.resolve(session('promoted').value)
    }
    await firstToOpen([slow, () => promoted.promise], pause, () => nowMs)(() => {}, NEVER)
    expect(pauses[0]).toBe(pausedMs)
  })

  it('fails once every address has failed, with the error of the first', async () => {
    const astray = () => new Error('the global endpoint leads to a reader')
    const first = failing([astray(), astray(), astray()], session('first').value)
    const second = failing([new Error('refused'), new Error('refused')], session('second').value)
    const open = firstToOpen([first.open, second.open], atOnce)
    await expect(open(() => {}, NEVER)).rejects.toThrow('the global endpoint leads to a reader')
    expect(second.attempts()).toBe(1)
  })

  // INV-DATABASE-5
  it('lets the other attempts finish after one succeeds, so that an old writer learns of the new one', async () => {
    const asked: AbortSignal[] = []
    const slow: OpenSession = (_onGone, signal) => {
      asked.push(signal)
      return new Promise(() => {})
    }
    const near = session('near')
    expect(await firstToOpen([slow, async () => near.value], atOnce)(() => {}, NEVER)).toBe(near.value)
    expect(asked.map(({ aborted }) => aborted)).toEqual([false])
  })

  it('prefers the last address that worked while its session is up', async () => {
    const [writer, elsewhere] = [session('writer'), session('elsewhere')]
    const leading = failing([], writer.value)
    const other = failing([new Error('in recovery')], elsewhere.value)
    const open = firstToOpen([other.open, leading.open], () => new Promise(() => {}))
    expect(await open(() => {}, NEVER)).toBe(writer.value)
    expect(await open(() => {}, NEVER)).toBe(writer.value)
    expect([leading.attempts(), other.attempts()]).toEqual([2, 1])

    writer.state.isUsable = false
    await open(() => {}, NEVER)
    expect([leading.attempts(), other.attempts()]).toEqual([3, 2])
  })

  it('stops at once when it is aborted', async () => {
    const stop = new AbortController()
    stop.abort()
    const door = failing([new Error('in recovery')], session('near').value)
    const other = failing([new Error('refused')], session('other').value)
    await expect(firstToOpen([door.open, other.open], atOnce)(() => {}, stop.signal)).rejects.toThrow(
      'in recovery',
    )
    expect(door.attempts()).toBe(1)
  })
})
