import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How busy a machine is, as seen by a process on it; the local world serves the same at `GET /machine`. */
export interface MachineLoad {
  readonly cores: number
  /** Over 1, 5 and 15 minutes: processes that run or wait for a processor. */
  readonly loadAverage: readonly number[]
  /** How late timers are. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number }
  /** Share of time in which the thread was runnable but waited for a processor; null where the system does not report it. */
  readonly runQueueDelayShare: number | null
  /** Share of the last ten seconds, 0 to 1, in which some task waited for a processor; null if not reported. */
  readonly pressureSome10: number | null
  /** How many times longer the thread's work took than with its own processor. */
  readonly slowdown: number
  /** Durations measured now reflect the machine rather than what runs on it. */
  readonly isTooBusy: boolean
}

/** Reads the load since the previous read. */
export interface MachineProbe extends Disposable {
  read(): MachineLoad
}

const RESOLUTION_MS = 10
const NANOSECONDS_PER_MS = 1e6

/** Timers this late move a gap of 300 ms by a third. */
const LATE_MS = 100
/** Work that takes twice as long spends half its time waiting. */
const SLOW = 2
/** Less work than this in an interval is too little to measure a slowdown. */
const LEAST_WORK_SHARE = 0.02

/** Measures the machine from the calling thread. */
export function openMachineProbe(): MachineProbe {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  let before = readThread()
  return {
    read() {
      const now = readThread()
      const waited = share(before, now, 'waitedMs')
      const worked = share(before, now, 'workedMs')
      before = now
      const late = (percent: number) =>
        Math.max(0, round(delays.percentile(percent) / NANOSECONDS_PER_MS - RESOLUTION_MS))
      const eventLoopDelayMs = { p50: late(50), p99: late(99) }
      delays.reset()
      const slowdown = slowdownOf(worked, waited)
      return {
        cores: availableParallelism(),
        loadAverage: loadavg().map(round),
        eventLoopDelayMs,
        runQueueDelayShare: waited === undefined ? null : round(waited),
        pressureSome10: readPressure(),
        slowdown,
        isTooBusy: eventLoopDelayMs.p99 > LATE_MS || slowdown > SLOW,
      }
    },
    [Symbol.dispose]: () => delays.disable(),
  }
}

/** 1 with a dedicated processor, 2 when half of the time is spent waiting. */
export function slowdownOf(worked: number | undefined, waited: number | undefined): number {
  if (worked === undefined || waited === undefined) return 1
  return round(1 + waited / Math.max(LEAST_WORK_SHARE, worked))
}

interface ThreadTimes {
  readonly atMs: number
  readonly workedMs: number
  readonly waitedMs: number
}

/** Linux's counters for this thread; read synchronously, because a pool thread would read its own. */
function readThread(): ThreadTimes | undefined {
  const [workedNs, waitedNs] = (readIfThere('/proc/thread-self/schedstat') ?? '').split(' ').map(Number)
  if (workedNs === undefined || waitedNs === undefined || Number.isNaN(waitedNs)) return undefined
  return {
    atMs: performance.now(),
    workedMs: workedNs / NANOSECONDS_PER_MS,
    waitedMs: waitedNs / NANOSECONDS_PER_MS,
  }
}

function share(
  before: ThreadTimes | undefined,
  now: ThreadTimes | undefined,
  what: 'workedMs' | 'waitedMs',
): number | undefined {
  if (!before || !now || now.atMs <= before.atMs) return undefined
  return (now[what] - before[what]) / (now.atMs - before.atMs)
}

function readPressure(): number | null {
  const [, percent] = /^some avg10=([\d.]+)/.exec(readIfThere('/proc/pressure/cpu') ?? '') ?? []
  return percent === undefined ? null : round(Number(percent) / 100)
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const round = (value: number) => Math.round(value * 100) / 100
