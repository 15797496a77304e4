import { type Check, checkThat, failed, passed, unlessTooBusy } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import { type Detection, measureDetections } from './checkers/detection.ts'
import { findDuplicatedWrites } from './checkers/duplicated-writes.ts'
import { countFailedRequests, type FailureCount, findUnstoredKeys } from './checkers/failed-requests.ts'
import { countLastWrites } from './checkers/last-writes.ts'
import { findLostWrites } from './checkers/lost-writes.ts'
import {
  measureRecoveries,
  measureRecoveryPoint,
  measureVisitorGaps,
  measureWriteGap,
  type Recovery,
  type WriteGap,
} from './checkers/recovery.ts'
import { findResurrectedWrites } from './checkers/resurrected-writes.ts'
import { measureServedRequests, type ServedRequests } from './checkers/served-requests.ts'
import { type BrokenRead, findNonMonotonicReads, findStaleReads } from './checkers/session-reads.ts'
import { findWritesByTheOldWriter } from './checkers/two-writers.ts'
import type { Drill, DrillTargets } from './drill.ts'
import type { History } from './history/history.ts'
import type { OfferedLoad } from './load/capacity.ts'
import { HOME_CITY } from './load/load-plan.ts'

/** All findings of the checkers. */
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
    served: measureServedRequests(history, excused),
    detections: measureDetections(history),
    recoveries: measureRecoveries(history),
    recoveryPoint: measureRecoveryPoint(history),
    gap: measureWriteGap(history),
    visitorGaps: measureVisitorGaps(history),
  }
}

export type Findings = ReturnType<typeof examine>

/** The conditions under which a history was recorded. */
export interface Circumstances {
  readonly offered: Pick<OfferedLoad, 'writesPerSecond'>
  /** The machine, under the load. */
  readonly isTooBusy: boolean
}

/**
 * Compares findings with declared targets. What must never happen has no target: it is zero in every drill. A machine that
 * was too busy excuses times and what depends on them, but never what must not happen.
 */
export function judge(
  history: History,
  findings: Findings,
  targets: DrillTargets,
  { offered, isTooBusy }: Circumstances,
): readonly Check[] {
  return [
    ...judgeSafety(history, findings, targets),
    ...unlessTooBusy(isTooBusy, [
      ...judgeRecoveryPoint(findings, targets),
      ...judgeRequests(findings, targets),
      ...judgeTimes(findings, targets),
      judgeResolution(findings.gap, offered),
    ]),
  ]
}

/** Checks that must pass on any machine. */
function judgeSafety(history: History, findings: Findings, targets: DrillTargets): readonly Check[] {
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
    none('every session sees what it wrote', stale, describeRead),
    none('every session sees what it has read before', nonMonotonic, describeRead),
    none('no write is accepted by an old writer after the new one began', byOldWriter, (write) => {
      return `${write.id} by ${write.writerRegion}, sent ${(write.sentMs - write.newWriterSinceMs).toFixed(0)} ms after ${write.newWriter} began`
    }),
    judgeCollapse(findings.served),
  ]
}

/** The load was a share of the measured capacity, so most of it must be served in the end, even if late. */
function judgeCollapse({ wanted, served }: ServedRequests): Check {
  return checkThat(2 * served >= wanted, 'most requests were served in the end', `${served} of ${wanted}`)
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
  { lost }: Findings,
  { lostWrites, lostOnlySince }: DrillTargets,
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
  ]
}

function judgeRecoveryPoint({ recoveryPoint }: Findings, { rpoSeconds }: DrillTargets): readonly Check[] {
  if (rpoSeconds === undefined) return []
  const { seconds, rows } = recoveryPoint
  return [
    checkThat(
      seconds <= rpoSeconds,
      `the recovery point is at most ${rpoSeconds} s back`,
      `${seconds} s, ${rows} rows`,
    ),
  ]
}

/** A write acknowledged this recently may not have reached the other regions: replication is asynchronous. */
const ON_ITS_WAY_MS = 250

function lostSince({ events }: History, phase: string, oldestMs: number | undefined, count: number): Check {
  const name = `no write is lost that was acknowledged more than ${ON_ITS_WAY_MS} ms before "${phase}"`
  const since = events.find(({ action, detail }) => action === 'phase' && detail === phase)
  if (!since) return failed(name, `the history has no phase "${phase}"`)
  if (oldestMs === undefined) return passed(name, 'none is lost')
  const afterMs = oldestMs - since.atMs
  return checkThat(
    afterMs >= -ON_ITS_WAY_MS,
    name,
    `${count} lost, the oldest ${afterMs.toFixed(0)} ms after it`,
  )
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
  { detections, recoveries, gap, visitorGaps }: Findings,
  { detectedWithinMs, rtoMs, longestWriteGapMs, longestVisitorGapMs }: DrillTargets,
): readonly Check[] {
  return [
    ...(detectedWithinMs === undefined ? [] : [judgeDetection(detections.at(-1), detectedWithinMs)]),
    ...(rtoMs === undefined ? [] : recoveries.map((recovery) => judgeRecovery(recovery, rtoMs))),
    checkThat(
      gap.longestMs <= longestWriteGapMs,
      `no write gap is longer than ${longestWriteGapMs} ms`,
      `${gap.longestMs} ms at ${(gap.fromMs / 1_000).toFixed(2)} s; a write was sent every ${gap.resolutionMs} ms`,
    ),
    ...(longestVisitorGapMs === undefined ? [] : [judgeVisitorGaps(visitorGaps, longestVisitorGapMs)]),
  ]
}

function judgeVisitorGaps(gaps: Findings['visitorGaps'], most: number): Check {
  const each = REGION_IDS.map((region) => ({ region, ms: gaps[region].longestMs }))
  return checkThat(
    each.every(({ ms }) => ms <= most),
    `no city’s visitors wait longer than ${most} ms for a stored write`,
    each.map(({ region, ms }) => `${HOME_CITY[region]} ${ms} ms`).join(', '),
  )
}

const MS_PER_SECOND = 1_000

/** Times are judged by the writes that were sent: with fewer of them than offered, a short gap is missed. */
function judgeResolution({ resolutionMs }: WriteGap, { writesPerSecond }: Circumstances['offered']): Check {
  const wantedMs = Math.ceil(MS_PER_SECOND / writesPerSecond)
  return checkThat(
    resolutionMs <= wantedMs,
    `a write was sent at least every ${wantedMs} ms, in the median`,
    `every ${resolutionMs} ms`,
  )
}

/** Judges the last failure only: earlier ones set the scene. */
function judgeDetection(detection: Detection | undefined, most: number): Check {
  const name = `the last injected failure was detected within ${most} ms`
  const first = detection?.first
  if (!first) return failed(name, 'nothing reported it')
  return checkThat(first.afterMs <= most, name, `${first.afterMs} ms, by ${first.signal}: ${first.detail}`)
}

function judgeRecovery({ action, to, rtoMs, sinceFailureMs }: Recovery, most: number): Check {
  const name = `${to} accepted a write within ${most} ms of the ${action}`
  if (rtoMs === undefined) return failed(name, 'it accepted none')
  const sinceFailure = sinceFailureMs === undefined ? '' : `, ${sinceFailureMs} ms after the last failure`
  return checkThat(rtoMs <= most, name, `${rtoMs} ms${sinceFailure}`)
}
