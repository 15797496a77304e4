import { availableParallelism, loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MachineSample } from './machine-load.ts'
import { readProcessFile } from './processor-time.ts'

/** Where samples come from; tests supply their own. */
export interface MachineSource extends Disposable {
  sample(): Omit<MachineSample, 'atMs' | 'latenessMs'>
}

/** The interval of the histogram's own timer. Every 20 ms, its wake-ups alone took 0.4 % of a processor. */
const RESOLUTION_MS = 100
const NANOSECONDS_PER_MS = 1e6
const PERCENT = 100

/**
 * Reads what the system reports: event-loop delay everywhere; the run queue of this process and its descendants, and the
 * pressure, on Linux.
 */
export function createSystemSource(): MachineSource {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  const runQueue = createRunQueue(process.pid)
  return {
    sample() {
      const eventLoopDelayMs = delayOf(histogram)
      histogram.reset()
      const runQueueTimes = runQueue()
      return {
        ...runQueueTimes,
        eventLoopDelayMs,
        cores: availableParallelism(),
        loadAverage: loadavg(),
        pressureSome10: readPressure(),
      }
    },
    [Symbol.dispose]: () => histogram.disable(),
  }
}

function delayOf(histogram: ReturnType<typeof monitorEventLoopDelay>): MachineSample['eventLoopDelayMs'] {
  const percentile = (share: number) =>
    histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(share) / NANOSECONDS_PER_MS - RESOLUTION_MS)
  return { p50: percentile(50), p99: percentile(99) }
}

type RunQueueTimes = Pick<MachineSample, 'ranMs' | 'waitedMs' | 'longestWaitMs'>

const NOT_TOLD: RunQueueTimes = { ranMs: undefined, waitedMs: undefined, longestWaitMs: undefined }

/** Sums over processes that come and go: the last known times of an ended process stay in the sum. */
function createRunQueue(rootPid: number): () => RunQueueTimes {
  let known = new Map<number, readonly [ranNs: number, waitedNs: number]>()
  let ranMs = 0
  let waitedMs = 0
  return () => {
    const found: typeof known = new Map()
    let longestWaitMs = 0
    for (const pid of familyOf(rootPid)) {
      const times = readSchedule(pid)
      if (!times) continue
      const [ranBefore, waitedBefore] = known.get(pid) ?? [0, 0]
      ranMs += Math.max(0, times[0] - ranBefore) / NANOSECONDS_PER_MS
      const waitMs = Math.max(0, times[1] - waitedBefore) / NANOSECONDS_PER_MS
      waitedMs += waitMs
      longestWaitMs = Math.max(longestWaitMs, waitMs)
      found.set(pid, times)
    }
    known = found
    return found.size === 0 ? NOT_TOLD : { ranMs, waitedMs, longestWaitMs }
  }
}

/** A process and its descendants. */
function familyOf(pid: number): readonly number[] {
  const children = readProcessFile(`/proc/${pid}/task/${pid}/children`)?.trim() ?? ''
  if (children === '') return [pid]
  return [pid, ...children.split(' ').flatMap((child) => familyOf(Number(child)))]
}

/** Of the main thread only, which is where PostgreSQL and Node's JavaScript run. */
function readSchedule(pid: number): readonly [ranNs: number, waitedNs: number] | undefined {
  const [ran, waited] = readProcessFile(`/proc/${pid}/schedstat`)?.split(' ').map(Number) ?? []
  return ran === undefined || waited === undefined ? undefined : [ran, waited]
}

function readPressure(): number | undefined {
  const [, percent] = /^some avg10=([\d.]+)/.exec(readProcessFile('/proc/pressure/cpu') ?? '') ?? []
  return percent === undefined ? undefined : Number(percent) / PERCENT
}
