import type { Pacing } from '@meridian/operator-tools'
import {
  CallRefusedError,
  describeDatabase,
  type GlobalDatabase,
  type GlobalDatabaseControl,
  progressOf,
} from './global-database.ts'
import type { JournalEntry, JournalWriter } from './journal.ts'
import type { Operation } from './operation.ts'
import { ENDED, type OperationEvent, type OperationState, transition } from './states.ts'

export interface OperationLimits {
  /** Between two looks at the global database. */
  readonly pollMs: number
  /** How long the tool looks before it gives the operation back, resumable. */
  readonly deadlineMs: number
  /** For how long after AWS took the call the old state may still be shown. */
  readonly settleMs: number
  /**
   * A failover that may lose data is not called earlier than this after it was opened: an old primary that cannot be reached
   * takes writes for that time, and no longer (A2 in docs/decisions/0013-a-majority-keeps-the-writer.md).
   */
  readonly isolationMs: number
}

export interface OperationRun {
  readonly operation: Operation
  /** Where the journal stands. */
  readonly state: OperationState
  readonly control: GlobalDatabaseControl
  readonly journal: JournalWriter
  readonly pacing: Pacing
  readonly limits: OperationLimits
  /** When the journal was opened; by default now. */
  readonly openedMs?: number
  readonly onEntry?: (entry: JournalEntry) => void
  /** Told at each look what is seen of the database, or why nothing is. */
  readonly onSeen?: (seen: string) => void
}

export interface OperationResult {
  readonly state: OperationState
  /** True when the deadline passed first; the operation goes on by itself and can be resumed. */
  readonly isOverdue: boolean
  /** What was seen or said last. */
  readonly lastSeen: string
  /** The global database at the last answer. */
  readonly lastDatabase?: GlobalDatabase
  readonly durationMs: number
}

/**
 * Carries an operation from where its journal stands to its end.
 *
 * Owns the order of writing and calling: a line is on disk before what it announces is done. It looks before it calls,
 * so being started again at any line never makes a change that the first start had not intended; when nothing can be
 * seen until the deadline, it reports that and leaves the journal resumable.
 */
export async function runOperation(run: OperationRun): Promise<OperationResult> {
  const { operation, control, pacing, limits } = run
  const startedMs = pacing.now()
  const callableMs = operation.allowsDataLoss ? (run.openedMs ?? startedMs) + limits.isolationMs : startedMs
  let state = run.state
  // A start at a later line does not know when AWS was asked: it allows it the same time as if it had been now.
  let askedMs = state === 'planned' ? undefined : startedMs
  let lastSeen = 'nothing yet'
  let lastDatabase: GlobalDatabase | undefined

  while (!ENDED.has(state)) {
    if (pacing.now() - startedMs > limits.deadlineMs) return result(true)
    const seen = await look()
    if (seen !== undefined && isWorthCalling(seen)) await callWhenSafe()
    else if (seen !== undefined) meetSeen(seen)
    if (!ENDED.has(state)) await pacing.wait(limits.pollMs)
  }
  return result(false)

  function result(isOverdue: boolean): OperationResult {
    const durationMs = pacing.now() - startedMs
    return { state, isOverdue, lastSeen, ...(lastDatabase && { lastDatabase }), durationMs }
  }

  /** Asks the target's region, which lives in every operation that can succeed; undefined when it says nothing certain. */
  async function look(): Promise<Progress | undefined> {
    try {
      const database = await control.describe(operation.to.region, operation.globalClusterId)
      lastDatabase = database
      lastSeen = describeDatabase(database)
      const seen = progressOf(database, operation.to.arn)
      const isUncertain =
        seen === 'seenUnchanged' && (isSettling() || (state === 'running' && database.status !== 'available'))
      return isUncertain ? undefined : seen
    } catch (error) {
      lastSeen = `no answer: ${(error as Error).message}`
      return undefined
    } finally {
      run.onSeen?.(lastSeen)
    }
  }

  function isWorthCalling(seen: Progress): boolean {
    return seen === 'seenUnchanged' && (state === 'planned' || state === 'calling')
  }

  async function callWhenSafe(): Promise<void> {
    await pacing.wait(Math.max(0, callableMs - pacing.now()))
    await call()
  }

  function meetSeen(seen: Progress): void {
    meet(seen, lastSeen)
    // A failover is over when the target writes; its followers are reported, not waited for.
    if (state === 'promoted' && operation.until === 'promoted') meet('promotionSuffices', lastSeen)
  }

  async function call(): Promise<void> {
    meet('callIntended')
    const change = operation.allowsDataLoss ? control.failover : control.switchover
    const failed = await change(operation.controlRegion, operation.globalClusterId, operation.to.arn).then(
      () => undefined,
      (error: Error) => error,
    )
    if (failed) return meetFailedCall(failed)
    askedMs = pacing.now()
    meet('accepted')
  }

  /** A refusal may speak of an earlier call of ours whose answer was lost: what is seen counts for more. */
  async function meetFailedCall(error: Error): Promise<void> {
    const said = error instanceof CallRefusedError ? `${error.code}: ${error.message}` : describeError(error)
    const seen = error instanceof CallRefusedError ? await look() : undefined
    lastSeen = said
    if (seen === 'seenUnchanged') return meet('refused', said)
    if (seen !== undefined) return meetSeen(seen)
    askedMs = pacing.now()
    meet('answerLost', said)
  }

  /** AWS has been asked a moment ago and may not show it yet. */
  function isSettling(): boolean {
    return askedMs !== undefined && pacing.now() - askedMs < limits.settleMs
  }

  function meet(event: OperationEvent, detail?: string): void {
    const next = transition(state, event)
    const isNews = next !== state || event === 'callIntended' || event === 'answerLost'
    if (!isNews) return
    const entry = { at: new Date(pacing.now()).toISOString(), state: next, event, ...(detail && { detail }) }
    run.journal.append(entry)
    state = next
    run.onEntry?.(entry)
  }
}

type Progress = ReturnType<typeof progressOf>

const describeError = (error: Error) => `${error.name}: ${error.message}`
