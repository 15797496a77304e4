import type { RegionId } from '@meridian/topology'
import type { Clock } from './clock.ts'
import { RotatingFile } from './rotating-file.ts'

/** One thing that happened in the world. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly time: string
  /** The module that reports it: `rds`, `network`, `world`. */
  readonly module: string
  /** Present tense, a few words: `task replaced`, `connection dropped`. */
  readonly event: string
  /** What it happened to: an instance id, a task, a link. */
  readonly subject: string
  readonly region?: RegionId
  readonly detail?: Readonly<Record<string, unknown>>
}

type JournalRecord = Omit<JournalEntry, 'time'>

export interface Journal extends Disposable {
  record(entry: JournalRecord): void
  /** The newest entries, oldest first; at most `JOURNAL_MEMORY_ENTRIES`. */
  entries(): readonly JournalEntry[]
  subscribe(listener: (entry: JournalEntry) => void): () => void
}

export const JOURNAL_MEMORY_ENTRIES = 5_000

/** Twice this is kept on disk: some hundred thousand entries, about an hour of a busy world. */
export const JOURNAL_FILE_BYTES = 16 * 1_048_576

/** Keeps the newest entries in memory and, given a file, many more as JSON lines in that file and its `.1`. */
export function createJournal(clock: Clock, file?: string): Journal {
  const kept: JournalEntry[] = []
  const listeners = new Set<(entry: JournalEntry) => void>()
  const lines = file === undefined ? undefined : new RotatingFile(file, JOURNAL_FILE_BYTES)
  return {
    record(record) {
      const entry: JournalEntry = { time: new Date(clock.now()).toISOString(), ...record }
      kept.push(entry)
      if (kept.length > JOURNAL_MEMORY_ENTRIES) kept.shift()
      lines?.append(`${JSON.stringify(entry)}\n`)
      for (const listener of listeners) listener(entry)
    },
    entries: () => [...kept],
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    [Symbol.dispose]: () => lines?.[Symbol.dispose](),
  }
}
