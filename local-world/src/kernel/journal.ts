import { appendFileSync } from 'node:fs'
import type { RegionId } from '@meridian/topology'
import type { Clock } from './clock.ts'

/** One thing that happened in the world. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly time: string
  /** The module that speaks: `rds`, `network`, `world`. */
  readonly module: string
  /** Present tense, a few words: `task replaced`, `connection dropped`. */
  readonly event: string
  /** What it happened to: an instance id, a task, a link. */
  readonly subject: string
  readonly region?: RegionId
  readonly detail?: Readonly<Record<string, unknown>>
}

export type JournalRecord = Omit<JournalEntry, 'time'>

export interface Journal {
  record(entry: JournalRecord): void
  /** The newest entries, oldest first; at most `JOURNAL_MEMORY_ENTRIES`. */
  entries(): readonly JournalEntry[]
  subscribe(listener: (entry: JournalEntry) => void): () => void
}

export const JOURNAL_MEMORY_ENTRIES = 5_000

/** Keeps the newest entries in memory and, given a file, all of them as JSON lines. */
export function createJournal(clock: Clock, file?: string): Journal {
  const kept: JournalEntry[] = []
  const listeners = new Set<(entry: JournalEntry) => void>()
  return {
    record(record) {
      const entry: JournalEntry = { time: new Date(clock.now()).toISOString(), ...record }
      kept.push(entry)
      if (kept.length > JOURNAL_MEMORY_ENTRIES) kept.shift()
      if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`)
      for (const listener of listeners) listener(entry)
    },
    entries: () => [...kept],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
