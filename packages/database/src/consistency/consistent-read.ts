import { setTimeout as sleep } from 'node:timers/promises'
import type { RoutedAnswer } from '../connection/session.ts'
import { NotCaughtUpError, WriterUnavailableError } from '../errors.ts'
import { isConnectionLost } from '../failures/classify.ts'
import type { Question } from '../routes/reader-route.ts'
import { isFresh, type Mark, type Seen } from './marker.ts'
import { readAt, type Snapshot } from './read-at.ts'
import { readSnapshot, type Statement, withMarkers } from './snapshot.ts'

/** Where a read may be sent. */
export interface ReadPlaces {
  /** Readers, one set per region; 0 is the nearest. */
  readonly tierCount: number
  askAt<Found>(tier: number, question: Question<Found>): Promise<Found>
  /** Asks the nearest reachable reader. */
  ask<Found>(question: Question<Found>): Promise<Found>
  runAtWriter(sql: string, parameters: readonly unknown[]): Promise<RoutedAnswer>
  /** Called when the nearest reader cannot answer a read at once. */
  waiting(): void
}

export interface ReadRules {
  readonly mark: Mark | undefined
  /** How long the nearest reader may take to catch up. */
  readonly waitMs: number
  /** `always`: a fresh answer or `NotCaughtUpError`. `if-possible`: an older answer rather than none. */
  readonly mustBeFresh: 'always' | 'if-possible'
}

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 40

/**
 * Reads from the nearest server that has what the mark asks for.
 *
 * The nearest reader gets time to catch up; then the next nearest is asked, then the writer, which has everything. Every answer
 * is checked against its own session's server, so it does not matter which server is behind a name.
 */
export async function readConsistently(
  places: ReadPlaces,
  statement: Statement,
  rules: ReadRules,
): Promise<Snapshot> {
  const startedMs = performance.now()
  const question: Question<Snapshot> = (session) => readAt(session, statement, rules.mark)
  const found = await places.ask(question)
  // The usual case.
  if (isFresh(found.seen, rules.mark)) return found
  places.waiting()
  return readFurther(places, statement, rules, { found, question, startedMs })
}

interface FirstAttempt {
  readonly found: Snapshot
  readonly question: Question<Snapshot>
  readonly startedMs: number
}

async function readFurther(
  places: ReadPlaces,
  statement: Statement,
  rules: ReadRules,
  { found: first, question, startedMs }: FirstAttempt,
): Promise<Snapshot> {
  let freshest = first
  const isEnough = (found: Snapshot): boolean => {
    if (isNewer(found.seen, freshest.seen)) freshest = found
    return isFresh(found.seen, rules.mark)
  }

  let found: Snapshot | undefined = first
  for (let pauseMs = FIRST_PAUSE_MS; !isEnough(found); pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    if (performance.now() - startedMs + pauseMs > rules.waitMs) break
    await sleep(pauseMs)
    found = await places.ask(question)
  }
  if (isEnough(found)) return found
  for (let tier = 1; tier < places.tierCount; tier += 1) {
    found = await ifReachable(() => places.askAt(tier, question))
    if (found !== undefined && isEnough(found)) return found
  }
  const { sql, parameters } = withMarkers(statement, rules.mark?.shard ?? 0)
  found = await ifReachable(async () => toSnapshot(await places.runAtWriter(sql, parameters)))
  if (found !== undefined && isEnough(found)) return found
  if (rules.mustBeFresh === 'if-possible') return freshest
  throw new NotCaughtUpError(performance.now() - startedMs)
}

function toSnapshot({ answer, identity }: RoutedAnswer): Snapshot {
  return { ...readSnapshot(answer), servedBy: identity }
}

async function ifReachable(ask: () => Promise<Snapshot>): Promise<Snapshot | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isConnectionLost(error) || error instanceof WriterUnavailableError) return undefined
    throw error
  }
}

const isNewer = (left: Seen, right: Seen): boolean =>
  left.epoch > right.epoch || (left.epoch === right.epoch && left.position > right.position)
