import { type Check, checkThat, failed, passed } from '../report/findings.ts'
import { findDuplicatedWrites } from './checkers/duplicated-writes.ts'
import { countFailedRequests, type FailureCount, findUnstoredKeys } from './checkers/failed-requests.ts'
import { countLastWrites } from './checkers/last-writes.ts'
import { findLostWrites } from './checkers/lost-writes.ts'
import {
  measureRecoveries,
  measureRecoveryPoint,
  measureWriteGap,
  type Recovery,
  type WriteGap,
} from './checkers/recovery.ts'
import { findResurrectedWrites } from './checkers/resurrected-writes.ts'
import { type BrokenRead, findNonMonotonicReads, findStaleReads } from './checkers/session-reads.ts'
import { findWritesByTheOldWriter } from './checkers/two-writers.ts'
import type { Drill, DrillTargets } from './drill.ts'
import type { History } from './history/history.ts'

/** What the checkers found, all of it. */
export function examine(history: History, excused: Drill['excused'] = []) {
  return {
    lost: findLostWrites(history),
    duplicated: findDuplicatedWrites(history),
    resurrected: findResurrectedWrites(history),
    stale: findStaleReads(history),
    nonMonotonic: findNonMonotonicReads(history),
    byOldWriter: findWritesByTheOldWriter(history),
    lastWrites: countLastWrites(history),
    requests: countFailedRequests(history, excused),
    unstored: findUnstoredKeys(history, excused),
    recoveries: measureRecoveries(history),
    recoveryPoint: measureRecoveryPoint(history),
    gap: measureWriteGap(history),
  }
}

export type Findings = ReturnType<typeof examine>

/**
 * Findings against declared targets. What must never happen has no target: it is zero in every drill. Who asked for less
 * load than usual is not judged by how finely it was measured.
 */
export function judge(
  history: History,
  findings: Findings,
  targets: DrillTargets,
  rateFactor = 1,
): readonly Check[] {
  const { lost, duplicated, resurrected, stale, nonMonotonic, byOldWriter } = findings
  return [
    checkThat(lost.acknowledged > 0, 'writes were acknowledged at all', String(lost.acknowledged)),
    checkThat(
      lost.unjudged === 0,
      'every acknowledged write was asked for at the end',
      `${lost.unjudged} were not`,
    ),
    ...judgeLosses(history, findings, targets),
    none('no write is stored twice', duplicated, ({ key, ids }) => `${key}: ${ids.join(', ')}`),
    none('no write comes back after it was given up', resurrected, ({ id, detail }) => `${id} ${detail}`),
    none('nobody misses what they wrote', stale, describeRead),
    none('nobody misses what they have read before', nonMonotonic, describeRead),
    none('no write is accepted by an old writer after the new one began', byOldWriter, (write) => {
      return `${write.id} by ${write.writerRegion}, sent ${(write.sentMs - write.newWriterSinceMs).toFixed(0)} ms after ${write.newWriter} began`
    }),
    ...judgeRequests(findings, targets),
    ...judgeTimes(findings, targets),
    ...(rateFactor < 1 ? [] : [judgeResolution(findings.gap)]),
  ]
}

const SHOWN = 3

function none<Item>(name: string, found: readonly Item[], describe: (item: Item) => string): Check {
  const shown = found.slice(0, SHOWN).map(describe).join('; ')
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : ''
  return found.length === 0 ? passed(name, 'none') : failed(name, `${found.length}: ${shown}${more}`)
}

const describeRead = ({ id, session, region, database, detail }: BrokenRead) =>
  `${session} missed ${id} in ${region} (${database}), ${detail}`

function judgeLosses(
  history: History,
  { lost, recoveryPoint }: Findings,
  { lostWrites, lostOnlySince, rpoSeconds }: DrillTargets,
): readonly Check[] {
  const count = lost.lost.length
  const [oldest] = lost.lost
  return [
    ...(lostWrites === undefined
      ? []
      : [
          checkThat(
            count <= lostWrites,
            `at most ${lostWrites} acknowledged writes are lost`,
            `${count} of ${lost.acknowledged}`,
          ),
        ]),
    ...(lostOnlySince === undefined ? [] : [lostSince(history, lostOnlySince, oldest?.ackMs, count)]),
    ...(rpoSeconds === undefined
      ? []
      : [
          checkThat(
            recoveryPoint.seconds <= rpoSeconds,
            `the recovery point is at most ${rpoSeconds} s back`,
            `${recoveryPoint.seconds} s, ${recoveryPoint.rows} rows`,
          ),
        ]),
  ]
}

function lostSince({ events }: History, phase: string, oldestMs: number | undefined, count: number): Check {
  const name = `no write is lost that was acknowledged before "${phase}"`
  const since = events.find(({ action, detail }) => action === 'phase' && detail === phase)
  if (!since) return failed(name, `the history has no phase "${phase}"`)
  if (oldestMs === undefined) return passed(name, 'none is lost')
  const afterMs = oldestMs - since.atMs
  return checkThat(afterMs >= 0, name, `${count} lost, the oldest ${afterMs.toFixed(0)} ms after it`)
}

function judgeRequests({ requests, unstored }: Findings, targets: DrillTargets): readonly Check[] {
  return [
    ...(targets.failedWrites === undefined ? [] : [atMost('writes', requests.writes, targets.failedWrites)]),
    atMost('reads', requests.reads, targets.failedReads),
    judgeRefusedReads(requests.refusedReads, targets.refusedReads ?? 0),
    checkThat(
      unstored.length <= targets.unstoredWrites,
      `at most ${targets.unstoredWrites} leads were never stored, however often the visitor tried`,
      `${unstored.length}${unstored.length > 0 ? `: ${unstored.slice(0, SHOWN).join(', ')}` : ''}`,
    ),
  ]
}

function judgeRefusedReads(count: number, most: number): Check {
  const name = `at most ${most} reads were refused because nobody who could be reached had caught up`
  return checkThat(count <= most, name, String(count))
}

function atMost(what: string, { sent, failed: count, reasons }: FailureCount, most: number): Check {
  const why = reasons.slice(0, SHOWN).map(([reason, times]) => `${times} × ${reason}`)
  return checkThat(
    count <= most,
    `at most ${most} ${what} failed`,
    [`${count} of ${sent}`, ...why].join(', '),
  )
}

function judgeTimes(
  { recoveries, gap }: Findings,
  { rtoMs, longestWriteGapMs }: DrillTargets,
): readonly Check[] {
  return [
    ...(rtoMs === undefined ? [] : recoveries.map((recovery) => judgeRecovery(recovery, rtoMs))),
    checkThat(
      gap.longestMs <= longestWriteGapMs,
      `no write gap is longer than ${longestWriteGapMs} ms`,
      `${gap.longestMs} ms at ${(gap.fromMs / 1_000).toFixed(2)} s; a write was sent every ${gap.resolutionMs} ms`,
    ),
  ]
}

/** What the usual load sends (DEFAULT_RATES). Times are judged by writes that were sent: with fewer of them, a short gap is not seen. */
const RESOLUTION_MS = 10

function judgeResolution({ resolutionMs }: WriteGap): Check {
  return checkThat(
    resolutionMs <= RESOLUTION_MS,
    `a write was sent at least every ${RESOLUTION_MS} ms, in the median`,
    `every ${resolutionMs} ms`,
  )
}

function judgeRecovery({ action, to, rtoMs, sinceFaultMs }: Recovery, most: number): Check {
  const name = `${to} accepted a write within ${most} ms of the ${action}`
  if (rtoMs === undefined) return failed(name, 'it accepted none')
  const sinceFault = sinceFaultMs === undefined ? '' : `, ${sinceFaultMs} ms after the last fault`
  return checkThat(rtoMs <= most, name, `${rtoMs} ms${sinceFault}`)
}
