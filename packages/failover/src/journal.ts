import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { TargetDescription } from '@meridian/operator-tools'
import type { Operation } from './operation.ts'
import { ENDED, type OperationEvent, type OperationState } from './states.ts'

/** One line of a journal: what was known at that time. */
export interface JournalEntry {
  readonly at: string
  readonly state: OperationState
  readonly event: OperationEvent | 'opened'
  readonly detail?: string
}

/** What a journal says after its last whole line. */
export interface JournalContents {
  readonly file: string
  readonly operation: Operation
  readonly target: 'local' | 'aws'
  /** The process that wrote it; if alive, it is still working on it. */
  readonly pid: number
  readonly entries: readonly JournalEntry[]
  readonly state: OperationState
}

/** The target whose operations a journal records. */
export type JournalTarget = Pick<TargetDescription, 'name' | 'startedAt'>

/** Appends a line and returns when it is on disk; only then may the announced step be taken. */
export interface JournalWriter {
  append(entry: JournalEntry): void
}

const JOURNAL_NAME = 'journal.jsonl'

/** Starts the journal of an operation in its own folder, its plan first. */
export function openJournal(
  folder: string,
  operation: Operation,
  target: 'local' | 'aws',
  at: Date,
): JournalContents {
  const runFolder = join(folder, operation.id)
  mkdirSync(runFolder, { recursive: true })
  const file = join(runFolder, JOURNAL_NAME)
  const opened: JournalEntry = { at: at.toISOString(), state: 'planned', event: 'opened' }
  // One write for both lines: a journal without its plan would be useless.
  appendLines(file, [{ operation, target, pid: process.pid }, opened])
  return { file, operation, target, pid: process.pid, entries: [opened], state: 'planned' }
}

/** Continues a journal; first records this process's id, so that no other process takes it. */
export function continueJournal(journal: JournalContents): JournalWriter {
  endTornLine(journal.file)
  if (journal.pid !== process.pid) appendLines(journal.file, [{ pid: process.pid }])
  return { append: (entry) => appendLines(journal.file, [entry]) }
}

/** Reads a journal; an incomplete line left by a killed process is ignored. */
export function readJournal(file: string): JournalContents | undefined {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1).flatMap(parseLine)
  const opening = lines.find((line) => 'operation' in line) as
    | { operation: Operation; target: 'local' | 'aws' }
    | undefined
  if (!opening) return undefined
  const entries = lines.filter((line) => 'state' in line) as unknown as readonly JournalEntry[]
  const pids = lines.flatMap((line) => (typeof line.pid === 'number' ? [line.pid] : []))
  return {
    file,
    operation: opening.operation,
    target: opening.target,
    pid: pids.at(-1) ?? 0,
    entries,
    state: entries.at(-1)?.state ?? 'planned',
  }
}

/** The journals of a folder, newest first: its subfolders are named by time. Each is read when it is asked for. */
export function* journalsIn(folder: string): Generator<JournalContents, void> {
  for (const run of runFolders(folder)) yield* readIfThere(join(folder, run, JOURNAL_NAME))
}

/** Unfinished journals of a folder, newest first. Those older than the world's start belong to another world. */
export function unfinishedJournals(folder: string, target: JournalTarget): readonly JournalContents[] {
  return [...journalsIn(folder)].filter((journal) => isOf(target, journal) && !ENDED.has(journal.state))
}

function isOf(
  { name, startedAt = '' }: JournalTarget,
  { target, entries: [opened] }: JournalContents,
): boolean {
  return target === name && (opened === undefined || opened.at >= startedAt)
}

function runFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .reverse()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function readIfThere(file: string): readonly JournalContents[] {
  try {
    const journal = readJournal(file)
    return journal ? [journal] : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function parseLine(line: string): readonly Record<string, unknown>[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

/** A killed process may have left a partial line: the next entry starts on a new line. */
function endTornLine(file: string): void {
  if (!readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n')
}

function appendLines(file: string, lines: readonly object[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'a')
  try {
    writeSync(handle, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
