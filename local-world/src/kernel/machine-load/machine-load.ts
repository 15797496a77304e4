/** What the system reports at one moment. Counters only grow; what it does not report is undefined. */
export interface MachineSample {
  /** On the world's clock, in milliseconds. */
  readonly atMs: number
  /** How much later than due this sample was taken, because the world's own process was held up. */
  readonly latenessMs: number
  /** Processor time used by the world's processes since it started. */
  readonly ranMs: number | undefined
  /** Time that they were ready to run but had no processor. */
  readonly waitedMs: number | undefined
  /** Since the previous sample: the wait of the process that waited longest. */
  readonly longestWaitMs: number | undefined
  /** Since the previous sample. */
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number }
  readonly cores: number
  /** Over 1, 5 and 15 minutes. */
  readonly loadAverage: readonly number[]
  /** Share of the last ten seconds in which some process on this machine waited for a processor, 0 to 1. */
  readonly pressureSome10: number | undefined
}

/** How busy this machine is, over the last ten seconds: `GET /machine`, and evidence of every drill. */
export interface MachineLoad {
  readonly cores: number
  readonly loadAverage: readonly number[]
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number }
  /** Of the time that the world's processes wanted a processor, the share spent waiting; null if not reported. */
  readonly runQueueDelayShare: number | null
  /** As in `/proc/pressure/cpu`, 0 to 1; null if the system does not report it. */
  readonly pressureSome10: number | null
  /** How many times as long work takes as on an idle machine; 1 is no slower. */
  readonly slowdown: number
  /** Figures measured now reflect this machine, not the system under test. */
  readonly isTooBusy: boolean
  /** Since when `isTooBusy` has had its value: ISO 8601, UTC. */
  readonly since: string
  /** How long it has been true since the start, in milliseconds: if equal before and after a run, the run was unaffected. */
  readonly tooBusyMs: number
}

/** A limit is never stretched further than this. */
const LARGEST_SLOWDOWN = 20
/** If all processes together waited less than this share of the time, none of them was seriously held up. */
const LEAST_WAIT_SHARE = 0.1
const HUNDREDTHS = 100

/** How many times as long the world's work took as on an idle machine: time wanted divided by time run. */
export function slowdownBetween(before: MachineSample, after: MachineSample): number {
  const elapsedMs = after.atMs - before.atMs
  if (elapsedMs <= 0) return 1
  const waitedMs = (after.waitedMs ?? 0) - (before.waitedMs ?? 0)
  const share = waitedMs < LEAST_WAIT_SHARE * elapsedMs ? 0 : (runQueueShareBetween(before, after) ?? 0)
  return slowdownOf(Math.max(share, heldUpShare(before, after), loadShare(after)))
}

/**
 * How much longer a limit must be than on an idle machine so that no process uses it up waiting for a processor: by the process
 * that waited longest, and by how late the world itself was.
 */
export function patienceBetween(before: MachineSample, after: MachineSample): number {
  const elapsedMs = after.atMs - before.atMs
  if (elapsedMs <= 0) return 1
  const share = Math.min(1, (after.longestWaitMs ?? 0) / elapsedMs)
  return slowdownOf(Math.max(share, heldUpShare(before, after), loadShare(after)))
}

/** The share of the time wanted that was spent waiting; undefined if the system does not report it or nothing was wanted. */
export function runQueueShareBetween(before: MachineSample, after: MachineSample): number | undefined {
  if (before.ranMs === undefined || after.ranMs === undefined) return undefined
  if (before.waitedMs === undefined || after.waitedMs === undefined) return undefined
  const ranMs = after.ranMs - before.ranMs
  const waitedMs = after.waitedMs - before.waitedMs
  return ranMs + waitedMs <= 0 ? undefined : waitedMs / (ranMs + waitedMs)
}

/** The world's own process was stopped, paused with its machine, or late for its timer. */
function heldUpShare(before: MachineSample, after: MachineSample): number {
  return Math.min(1, after.latenessMs / (after.atMs - before.atMs))
}

/** For systems without run-queue figures: the share lost when more programs than processors ran over the last minute. */
function loadShare({ cores, loadAverage: [lastMinute = 0], ranMs }: MachineSample): number {
  return ranMs !== undefined || lastMinute <= cores ? 0 : 1 - cores / lastMinute
}

const slowdownOf = (lostShare: number): number => 1 / Math.max(1 - lostShare, 1 / LARGEST_SLOWDOWN)

export const rounded = (value: number): number => Math.round(value * HUNDREDTHS) / HUNDREDTHS
