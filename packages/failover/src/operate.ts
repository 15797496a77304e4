import { OperationRefusedError, type Pacing } from '@meridian/operator-tools'
import type { GlobalDatabaseControl } from './global-database.ts'
import {
  continueJournal,
  type JournalContents,
  type JournalEntry,
  type JournalTarget,
  openJournal,
  readJournal,
  unfinishedJournals,
} from './journal.ts'
import { type PreflightCheck, refusals } from './preflight.ts'
import type { Preparation } from './prepare.ts'
import { type OperationLimits, type OperationResult, runOperation } from './run-operation.ts'
import { transition } from './states.ts'

/** Dependencies and limits of an operation. */
export interface OperatingRoom {
  readonly target: JournalTarget
  /** Each operation gets a folder in it. */
  readonly journalFolder: string
  readonly control: GlobalDatabaseControl
  readonly pacing: Pacing
  readonly limits: OperationLimits
  /** Called with the journal before the first AWS call. */
  readonly onJournal?: (journal: JournalContents) => void
  readonly onEntry?: (entry: JournalEntry) => void
  readonly onSeen?: (seen: string) => void
  /** Whether the process with this id is alive; replaced by tests. */
  readonly isAlive?: (pid: number) => boolean
  /** Whether a start abandons unfinished operations, e.g. when the chosen region failed during its failover. */
  readonly supersedes?: boolean
}

export interface OperationOutcome extends OperationResult {
  readonly journalFile: string
}

/** Starts a prepared and confirmed operation; refuses if another is unfinished or a required check failed. */
export async function startOperation(
  room: OperatingRoom,
  { operation, checks }: Pick<Preparation, 'operation' | 'checks'>,
): Promise<OperationOutcome> {
  const unfinished = unfinishedJournals(room.journalFolder, room.target)
  if (!room.supersedes) refuseBeside(unfinished)
  const failedChecks = refusals(checks)
  if (failedChecks.length > 0)
    throw new OperationRefusedError(`Not safe now:\n${failedChecks.map(refusalLine).join('\n')}`)
  for (const journal of unfinished) supersede(room, journal, operation.id)
  const at = new Date(room.pacing.now())
  return carryOn(room, openJournal(room.journalFolder, operation, room.target.name, at))
}

const refusalLine = ({ name, detail, wayOut }: PreflightCheck) =>
  `  - ${name}: ${detail}${wayOut ? `\n    → ${wayOut}` : ''}`

/**
 * Finishes what an earlier start left unfinished: an operation without any call made is abandoned, any other is
 * completed. Resolves undefined if nothing is unfinished, so a second resume changes nothing.
 */
export async function resumeOperation(
  room: OperatingRoom,
  file?: string,
): Promise<OperationOutcome | undefined> {
  const journal = file === undefined ? unfinishedJournals(room.journalFolder, room.target)[0] : read(file)
  if (!journal) return undefined
  refuseWhenWorkedOn(journal, room.isAlive ?? isProcessAlive)
  if (journal.state === 'planned') return abandon(room, journal)
  return carryOn(room, journal)
}

function read(file: string): JournalContents {
  const journal = readJournal(file)
  if (!journal) throw new OperationRefusedError(`${file} holds no operation. Name a journal.jsonl.`)
  return journal
}

async function carryOn(room: OperatingRoom, journal: JournalContents): Promise<OperationOutcome> {
  room.onJournal?.(journal)
  const result = await runOperation({
    operation: journal.operation,
    state: journal.state,
    control: room.control,
    journal: continueJournal(journal),
    pacing: room.pacing,
    limits: room.limits,
    openedMs: Date.parse(journal.entries[0]?.at ?? ''),
    ...(room.onEntry && { onEntry: room.onEntry }),
    ...(room.onSeen && { onSeen: room.onSeen }),
  })
  return { ...result, journalFile: journal.file }
}

function refuseBeside([unfinished]: readonly JournalContents[]): void {
  if (unfinished)
    throw new OperationRefusedError(
      `The ${unfinished.operation.kind} ${unfinished.operation.id} is ${unfinished.state}. ` +
        'End it first with resume; when its target is lost as well, give it up with --supersede.',
    )
}

function supersede(room: OperatingRoom, journal: JournalContents, by: string): void {
  refuseWhenWorkedOn(journal, room.isAlive ?? isProcessAlive)
  const at = new Date(room.pacing.now()).toISOString()
  const event = 'superseded'
  const state = transition(journal.state, event)
  continueJournal(journal).append({ at, state, event, detail: `given up for ${by}` })
}

function abandon(room: OperatingRoom, journal: JournalContents): OperationOutcome {
  const at = new Date(room.pacing.now()).toISOString()
  const entry: JournalEntry = { at, state: 'abandoned', event: 'givenUp', detail: 'nothing had been called' }
  continueJournal(journal).append(entry)
  room.onEntry?.(entry)
  const lastSeen = 'nothing had been called'
  return { state: 'abandoned', isOverdue: false, lastSeen, durationMs: 0, journalFile: journal.file }
}

function refuseWhenWorkedOn({ pid, operation }: JournalContents, isAlive: (pid: number) => boolean): void {
  if (pid !== process.pid && isAlive(pid))
    throw new OperationRefusedError(
      `Process ${pid} is carrying out ${operation.id}. Wait for it, or end it and resume.`,
    )
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is alive and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
