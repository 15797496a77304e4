// Measures how busy this machine is, and provides a clock that takes it into account.
//
// Owns: a sample each second, the last ten seconds of samples, and the sum of the time in which work progressed.
// Promises: on an idle machine the patient clock is the world's clock, to the millisecond; on a busy one it slows down
// as work does, so a limit on a process is never used up by waiting for a processor.
// If the system reports no run queues, it uses the load average and the world's own lateness.
import { type Clock, sleepOn } from '../clock.ts'
import {
  type MachineLoad,
  type MachineSample,
  patienceBetween,
  rounded,
  runQueueShareBetween,
  slowdownBetween,
} from './machine-load.ts'
import type { MachineSource } from './system-source.ts'

/** What the world knows about its machine. */
export interface MachineMonitor extends Disposable {
  load(): MachineLoad
  /** Calls back when the machine becomes too busy to measure on, and when it no longer is. */
  onChange(listener: (load: MachineLoad) => void): void
  /**
   * Time as work progresses: the clock for limits on processes (time-outs of checks, drains), so that a process that waits for a
   * processor is not taken for dead.
   */
  readonly patientClock: Clock
}

export interface MonitorOptions {
  readonly clock: Clock
  readonly source: MachineSource
}

const SAMPLE_MS = 1_000
const WINDOW_MS = 10_000
/** Before a limit counts as used up, a new sample is taken if the last is older than this; everything else uses the last. */
const FRESH_MS = 250
/** Below this, limits are as on an idle machine: processes of one world wait for each other now and then. */
const QUIET_PATIENCE = 1.5
/** From here on figures reflect the machine; below the second value they reflect the system again. */
export const TOO_BUSY_SLOWDOWN = 4
const NO_LONGER_BUSY_SLOWDOWN = 3

export function monitorMachine({ clock, source }: MonitorOptions): MachineMonitor {
  const startedMs = clock.now()
  let dueMs = startedMs + SAMPLE_MS
  let samples: readonly MachineSample[] = [take()]
  let workedMs = 0
  const listeners: ((load: MachineLoad) => void)[] = []
  let busy = { isTooBusy: false, sinceMs: startedMs, beforeMs: 0 }
  let cancelTick = clock.after(SAMPLE_MS, tick)

  function take(): MachineSample {
    const atMs = clock.now()
    const latenessMs = Math.max(0, atMs - dueMs)
    return { ...source.sample(), atMs, latenessMs }
  }

  function tick(): void {
    look()
    cancelTick = clock.after(SAMPLE_MS, tick)
  }

  function look(): void {
    const sample = take()
    dueMs = sample.atMs + SAMPLE_MS
    const before = samples.at(-1) as MachineSample
    workedMs += (sample.atMs - before.atMs) / stretchOf(before, sample)
    samples = [...samples.filter(({ atMs }) => sample.atMs - atMs <= WINDOW_MS), sample]
    noticeBusy(sample.atMs)
  }

  function noticeBusy(nowMs: number): void {
    const slowdown = windowSlowdown(samples)
    const isTooBusy = slowdown >= (busy.isTooBusy ? NO_LONGER_BUSY_SLOWDOWN : TOO_BUSY_SLOWDOWN)
    if (isTooBusy === busy.isTooBusy) return
    const beforeMs = busy.beforeMs + (busy.isTooBusy ? nowMs - busy.sinceMs : 0)
    busy = { isTooBusy, sinceMs: nowMs, beforeMs }
    for (const listener of listeners) listener(load())
  }

  function load(): MachineLoad {
    const first = samples[0] as MachineSample
    const last = samples.at(-1) as MachineSample
    const share = runQueueShareBetween(first, last)
    const { isTooBusy, sinceMs, beforeMs } = busy
    return {
      cores: last.cores,
      loadAverage: last.loadAverage.map(rounded),
      eventLoopDelayMs: {
        p50: rounded(medianOf(samples.map(({ eventLoopDelayMs }) => eventLoopDelayMs.p50))),
        p99: rounded(Math.max(...samples.map(({ eventLoopDelayMs }) => eventLoopDelayMs.p99))),
      },
      runQueueDelayShare: share === undefined ? null : rounded(share),
      pressureSome10: last.pressureSome10 === undefined ? null : rounded(last.pressureSome10),
      slowdown: rounded(windowSlowdown(samples)),
      isTooBusy,
      since: new Date(sinceMs).toISOString(),
      tooBusyMs: beforeMs + (isTooBusy ? clock.now() - sinceMs : 0),
    }
  }

  /** Extrapolates from the last sample, taking a new one if it is older than this. */
  function nowBy(mostAgeMs: number): number {
    if (clock.now() - (samples.at(-1) as MachineSample).atMs >= mostAgeMs) look()
    const last = samples.at(-1) as MachineSample
    return startedMs + workedMs + (clock.now() - last.atMs) / latestStretch()
  }

  function latestStretch(): number {
    const [before, last] = samples.slice(-2)
    return before && last ? stretchOf(before, last) : 1
  }

  /** Calls back once work has progressed by the delay, judged by a sample no older than this. */
  function afterBy(mostAgeMs: number): Clock['after'] {
    return (delayMs, run) => {
      const dueAtMs = nowBy(SAMPLE_MS) + delayMs
      let cancel = clock.after(delayMs, judge)
      function judge(): void {
        const leftMs = dueAtMs - nowBy(mostAgeMs)
        if (leftMs < 1) run()
        else cancel = clock.after(leftMs, judge)
      }
      return () => cancel()
    }
  }

  function stretched(delayMs: number): number {
    nowBy(FRESH_MS)
    return Math.ceil(delayMs * latestStretch())
  }

  return {
    load,
    onChange: (listener) => void listeners.push(listener),
    patientClock: {
      now: () => nowBy(SAMPLE_MS),
      after: afterBy(FRESH_MS),
      // Used as the interval between many checks: nothing is decided when it ends.
      sleep: sleepOn(afterBy(SAMPLE_MS)),
      stretched,
    },
    [Symbol.dispose]() {
      cancelTick()
      source[Symbol.dispose]()
    },
  }
}

function stretchOf(before: MachineSample, after: MachineSample): number {
  const patience = patienceBetween(before, after)
  return patience < QUIET_PATIENCE ? 1 : patience
}

/** Over all samples, weighted by the length of each interval. */
function windowSlowdown(samples: readonly MachineSample[]): number {
  let elapsedMs = 0
  let workedMs = 0
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1]
    if (!before) continue
    elapsedMs += sample.atMs - before.atMs
    workedMs += (sample.atMs - before.atMs) / slowdownBetween(before, sample)
  }
  return workedMs === 0 ? 1 : elapsedMs / workedMs
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
