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
  /** Interval between polls of the global database. */
  readonly pollMs: number
  /** How long the tool polls before it returns, leaving the operation resumable. */
  readonly deadlineMs: number
  /** How long after accepting the call AWS may still report the old state. */
  readonly settleMs: number
  /**
   * Minimum time between the start of a failover that may lose data and its call: an unreachable old primary accepts writes
   * for this long at most (A2 in docs/decisions/0013-a-majority-keeps-the-writer.md).
   */
  readonly isolationMs: number
}

export interface OperationRun {
  readonly operation: Operation
  /** The journal's last state. */
  readonly state: OperationState
  readonly control: GlobalDatabaseControl
  readonly journal: JournalWriter
  readonly pacing: Pacing
  readonly limits: OperationLimits
  /** When the journal was opened; default: now. */
  readonly openedMs?: number
  readonly onEntry?: (entry: JournalEntry) => void
  /** Called on each poll with the database's state, or the reason why it is unknown. */
  readonly onSeen?: (seen: string) => void
}

export interface OperationResult {
  readonly state: OperationState
  /** True if the deadline passed first; the operation continues in AWS and can be resumed. */
  readonly isOverdue: boolean
  /** The last state or message. */
  readonly lastSeen: string
  /** The global database in the last answer. */
  readonly lastDatabase?: GlobalDatabase
  readonly durationMs: number
}

/**
 * Runs an operation from its journal's last state to its end.
 *
 * Owns the order of journal writes and calls: a line is on disk before the step it announces. It polls before it calls,
 * so a restart at any line never makes a change that the first start had not intended; if nothing can be seen until
 * the deadline, it reports that and leaves the journal resumable.
 */
export async function runOperation(run: OperationRun): Promise<OperationResult> {
  const { operation, control, pacing, limits } = run
  const startedMs = pacing.now()
  const callableMs = operation.allowsDataLoss ? (run.openedMs ?? startedMs) + limits.isolationMs : startedMs
  let state = run.state
  // A resumed run does not know when AWS was called, so it assumes now.
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

  /** Asks the target's region, which is up in every operation that can succeed; undefined if the state is uncertain. */
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
    // A failover is done when the target writes; the other members are reported, not waited for.
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

  /** A refusal may refer to our earlier call whose answer was lost, so the observed state takes precedence. */
  async function meetFailedCall(error: Error): Promise<void> {
    const said = error instanceof CallRefusedError ? `${error.code}: ${error.message}` : describeError(error)
    const seen = error instanceof CallRefusedError ? await look() : undefined
    lastSeen = said
    if (seen === 'seenUnchanged') return meet('refused', said)
    if (seen !== undefined) return meetSeen(seen)
    askedMs = pacing.now()
    meet('answerLost', said)
  }

  /** AWS was called recently and may not report it yet. */
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
