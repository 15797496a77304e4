import { describe, expect, it } from 'vitest'
import { createManualClock } from './clock.ts'
import { createJournal, JOURNAL_MEMORY_ENTRIES } from './journal.ts'

describe('the manual clock', () => {
  it('runs only what is due, in order of time', async () => {
    const clock = createManualClock(0)
    const ran: string[] = []
    clock.after(20, () => ran.push(`second at ${clock.now()}`))
    clock.after(10, () => ran.push(`first at ${clock.now()}`))
    clock.after(30, () => ran.push('third'))
    clock.after(15, () => ran.push('cancelled'))()
    await clock.advance(25)
    expect(ran).toEqual(['first at 10', 'second at 20'])
    expect(clock.now()).toBe(25)
  })

  it('runs timers that a due timer sets within the same advance', async () => {
    const clock = createManualClock(0)
    const ran: number[] = []
    const tick = () => {
      ran.push(clock.now())
      clock.after(10, tick)
    }
    clock.after(10, tick)
    await clock.advance(30)
    expect(ran).toEqual([10, 20, 30])
  })

  it('wakes a sleeper at once when its signal aborts', async () => {
    const clock = createManualClock(0)
    const stop = new AbortController()
    const sleeping = clock.sleep(1_000, stop.signal)
    stop.abort()
    await sleeping
    expect(clock.now()).toBe(0)
  })
})

describe('the journal', () => {
  it('stamps entries with the clock and notifies subscribers until they unsubscribe', () => {
    const journal = createJournal(createManualClock(Date.UTC(2026, 0, 1)))
    const heard: string[] = []
    const leave = journal.subscribe((entry) => heard.push(`${entry.time} ${entry.event}`))
    journal.record({ module: 'rds', event: 'writer promoted', subject: 'meridian-usw2' })
    leave()
    journal.record({ module: 'rds', event: 'unheard', subject: 'meridian-usw2' })
    expect(heard).toEqual(['2026-01-01T00:00:00.000Z writer promoted'])
    expect(journal.entries()).toHaveLength(2)
  })

  it('keeps only the newest entries in memory', () => {
    const journal = createJournal(createManualClock())
    for (let index = 0; index <= JOURNAL_MEMORY_ENTRIES; index++)
      journal.record({ module: 'test', event: 'tick', subject: String(index) })
    expect(journal.entries()).toHaveLength(JOURNAL_MEMORY_ENTRIES)
    expect(journal.entries()[0]?.subject).toBe('1')
  })
})
