import { type MachineEvidence, type MachineSummary, type Table, TOO_BUSY } from '@meridian/operator-tools'
import type { ServedRequests } from '../checkers/served-requests.ts'
import type { Capacity, OfferedLoad } from '../load/capacity.ts'
import type { LoadCounts } from '../load/run-load.ts'

/** What a drill sent, and why that much. */
export interface LoadEvidence {
  readonly capacity: Capacity
  readonly offered: OfferedLoad
  readonly counts: LoadCounts
  /** The smallest share of the offered load that was sent at any time. */
  readonly leastShare: number
}

const PERCENT = 100

/** Capacity without failures, the rate derived from it, and how it was served. */
export function loadTable({ capacity, offered, counts }: LoadEvidence, served: ServedRequests): Table {
  const { wanted, served: good, answerTime, sentLateMs } = served
  return {
    title: 'Load',
    columns: ['what', 'value'],
    rows: [
      ['carried before the story, requests a second', describeCapacity(capacity)],
      ['offered, requests a second', `${offered.perSecond}, of them ${offered.writesPerSecond} writes`],
      ['served in the end', `${good} of ${wanted}`],
      [
        'answer time from the time in the schedule',
        answerTime
          ? `p50 ${answerTime.p50Ms} ms, p99 ${answerTime.p99Ms} ms, at most ${answerTime.maxMs} ms`
          : '–',
      ],
      ['sent late, at most', `${sentLateMs} ms`],
      ['not sent: too many were open', String(counts.skipped)],
      ['retries', `${counts.retries}; put off by the retry budget ${counts.heldBack} times`],
    ],
  }
}

export function describeCapacity({ perSecond, isAtLeast, steps }: Capacity): string {
  if (isAtLeast) return `at least ${perSecond}`
  const refused = steps.findLast(({ refusal }) => refusal !== undefined)
  return `${perSecond}; of ${refused?.offeredPerSecond} ${refused?.refusal}`
}

/** Why the load is what it is, in one sentence. */
export function describeOffer(
  { capacity, offered, leastShare }: LoadEvidence,
  wantedFactor: number,
): readonly string[] {
  const share = `${offered.share * PERCENT} %`
  return [
    `A ramp before the story found that ${describeCapacity(capacity)} requests a second are carried. The load is at most ${share} of that.`,
    ...(offered.factor < wantedFactor
      ? [
          `Less than the ${wantedFactor === 1 ? 'usual' : 'wanted'} load was offered: this machine carries no more.`,
        ]
      : []),
    ...(leastShare < 1
      ? [
          `The machine was so busy that for a while only ${Math.round(leastShare * PERCENT)} % of the load was offered.`,
        ]
      : []),
    ...(offered.writesPerSecond < USUAL_WRITES_PER_SECOND
      ? [
          `A write was offered every ${Math.round(1_000 / offered.writesPerSecond)} ms: no gap or recovery time is known more finely.`,
        ]
      : []),
  ]
}

/** One every 10 ms. */
const USUAL_WRITES_PER_SECOND = 100

/** The machine in each part of the run, by its worst half second. */
export function machineTable({ before, ramp, during, after }: MachineEvidence): Table {
  const row = (when: string, part: MachineSummary) => [
    when,
    `${part.loadAverage} of ${part.cores}`,
    `${part.eventLoopDelayMs} ms`,
    percentOf(part.runQueueDelayShare),
    percentOf(part.pressureSome10),
    String(part.slowdown),
    `${part.tooBusy} of ${part.samples}`,
  ]
  return {
    title: 'Machine',
    columns: [
      'when',
      'load average, cores',
      'timers late',
      'waiting for a processor',
      'CPU pressure',
      'slowdown',
      'samples too busy',
    ],
    rows: [
      row('before any load', before),
      row('under warm-up and ramp', ramp),
      row('under the load', during),
      row('after it', after),
    ],
  }
}

const percentOf = (share: number | null) => (share === null ? '–' : `${Math.round(share * PERCENT)} %`)

/** A note for every report with times measured on a busy machine. */
export function machineNote({ isTooBusy, during }: MachineEvidence): readonly string[] {
  if (!isTooBusy) return []
  const { tooBusy, samples, loadAverage, cores, slowdown } = during
  return [
    `${capitalised(TOO_BUSY)} of times (in ${tooBusy} of ${samples} samples; load ${loadAverage} on ${cores} cores, work took up to ${slowdown} times as long). What must never happen is still judged.`,
  ]
}

const capitalised = (text: string) => `${text[0]?.toUpperCase()}${text.slice(1)}`
