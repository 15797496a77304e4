import { BEAT_MS, type Beat, type Reading } from '../../shared/reading.ts'
import { messageOf } from './message-of.ts'
import type { Source } from './source.ts'
import type { WatchedTarget } from './watched-target.ts'

export interface Board extends Disposable {
  /** Sends the full state first, then the changes once per beat; sources are read only while there are subscribers. */
  subscribe(listener: (beat: Beat) => void): () => void
  reading(key: string): Reading | undefined
  /** Reads a source at once, because its data has just been changed. */
  refresh(key: string): void
}

interface Entry {
  readonly source: Source
  reading: Reading
  /** The value as it was last sent. */
  text: string
  isReading: boolean
  dueAt: number
}

/** Polls every source at its own interval, and publishes the readings. */
export function createBoard(sources: readonly Source[], target: WatchedTarget, now = Date.now): Board {
  const entries = new Map(sources.map((source) => [source.key, entryOf(source)]))
  const listeners = new Set<(beat: Beat) => void>()
  const changed = new Map<string, Reading>()
  let timer: NodeJS.Timeout | undefined

  function beat(): void {
    for (const entry of entries.values())
      if (!entry.isReading && entry.dueAt <= now()) void read(entry, now() + entry.source.everyMs)
    const message = { now: now(), readings: [...changed.values()] }
    changed.clear()
    for (const listener of listeners) listener(message)
  }

  async function read(entry: Entry, nextAt: number): Promise<void> {
    entry.isReading = true
    entry.dueAt = nextAt
    const { key, everyMs } = entry.source
    try {
      const open = await target.current()
      const lacks = entry.source.lacks?.(open.description)
      if (lacks !== undefined) {
        entry.dueAt = Number.POSITIVE_INFINITY
        entry.reading = { key, everyMs, lacks }
        changed.set(key, entry.reading)
        return
      }
      const value = await entry.source.read(open)
      const text = JSON.stringify(value)
      entry.reading = { key, everyMs, value, readAt: now() }
      const isNew = text !== entry.text || changed.get(key)?.value !== undefined
      changed.set(key, isNew ? entry.reading : { key, everyMs, readAt: now() })
      entry.text = text
    } catch (error) {
      const since = entry.reading.failure?.since ?? now()
      entry.reading = { ...entry.reading, failure: { since, message: await messageOf(error, target) } }
      changed.set(key, entry.reading)
    } finally {
      entry.isReading = false
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      listener({ now: now(), readings: [...entries.values()].map(({ reading }) => reading) })
      if (!timer) {
        timer = setInterval(beat, BEAT_MS)
        beat()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    reading: (key) => entries.get(key)?.reading,
    refresh(key) {
      const entry = entries.get(key)
      if (entry) entry.dueAt = 0
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      listeners.clear()
    },
  }
}

const entryOf = (source: Source): Entry => ({
  source,
  reading: { key: source.key, everyMs: source.everyMs },
  text: '',
  isReading: false,
  dueAt: 0,
})
