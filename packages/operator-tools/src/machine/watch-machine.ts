import { type MachineLoad, openMachineProbe } from './machine-load.ts'

/** The machine's load in one part of a run. */
export interface MachineSummary {
  readonly samples: number
  /** Samples in which the machine was too busy to measure. */
  readonly tooBusy: number
  readonly cores: number
  /** Over a minute. */
  readonly loadAverage: number
  /** The worst sample of each. */
  readonly eventLoopDelayMs: number
  readonly runQueueDelayShare: number | null
  readonly pressureSome10: number | null
  readonly slowdown: number
}

/** The machine before any load, during the ramp, under the drill's load and after it: evidence of every drill. */
export interface MachineEvidence extends Readonly<Record<MachinePart, MachineSummary>> {
  readonly isTooBusy: boolean
}

export type MachinePart = 'before' | 'ramp' | 'during' | 'after'

export interface MachineWatch extends AsyncDisposable {
  /** Assigns all further samples to this part. */
  enter(part: MachinePart): void
  /** How late timers are now, at the worst place sampled. */
  latestMs(): number
  /** Judged by the current part's samples so far. */
  isTooBusy(): boolean
  /** Takes a last sample and summarizes. */
  end(): Promise<MachineEvidence>
}

const SAMPLE_EVERY_MS = 500
/** A single late sample is noise; a tenth of the samples is a busy machine. */
const TOO_BUSY_SHARE = 0.1

/**
 * Samples the machine until it is ended: as this thread sees it and, if there is a world, as the world does, which may run at
 * another priority. A world that does not answer is left out.
 */
export function watchMachine(
  askWorld: (() => Promise<MachineLoad>) | undefined,
  probe = openMachineProbe(),
): MachineWatch {
  const seen: Record<MachinePart, MachineLoad[]> = { before: [], ramp: [], during: [], after: [] }
  let part: MachinePart = 'before'
  let ownMs = 0
  let worldMs = 0
  const sample = async () => {
    const into = seen[part]
    const own = probe.read()
    ownMs = own.eventLoopDelayMs.p99
    into.push(own)
    const world = await askWorld?.().catch(() => undefined)
    if (!world) return
    worldMs = world.eventLoopDelayMs.p99
    into.push(world)
  }
  const timer = setInterval(() => void sample(), SAMPLE_EVERY_MS)
  const stop = () => {
    clearInterval(timer)
    probe[Symbol.dispose]()
  }
  return {
    enter(next) {
      part = next
    },
    latestMs: () => Math.max(ownMs, worldMs),
    isTooBusy: () => wasTooBusy(sumUp(seen[part])),
    async end() {
      await sample()
      stop()
      return evidenceOf(seen)
    },
    async [Symbol.asyncDispose]() {
      stop()
    },
  }
}

/** Judged by the time under load only: a machine that was busy before it affects no result. */
export function evidenceOf(seen: Readonly<Record<MachinePart, readonly MachineLoad[]>>): MachineEvidence {
  const during = sumUp(seen.during)
  return {
    before: sumUp(seen.before),
    ramp: sumUp(seen.ramp),
    during,
    after: sumUp(seen.after),
    isTooBusy: wasTooBusy(during),
  }
}

const wasTooBusy = ({ samples, tooBusy }: MachineSummary) =>
  tooBusy > 1 && tooBusy >= samples * TOO_BUSY_SHARE

function sumUp(samples: readonly MachineLoad[]): MachineSummary {
  const worst = (figure: (load: MachineLoad) => number | null) => {
    const known = samples.map(figure).filter((value) => value !== null)
    return known.length === 0 ? null : Math.max(...known)
  }
  return {
    samples: samples.length,
    tooBusy: samples.filter(({ isTooBusy }) => isTooBusy).length,
    cores: samples[0]?.cores ?? 0,
    loadAverage: worst(({ loadAverage }) => loadAverage[0] ?? null) ?? 0,
    eventLoopDelayMs: worst(({ eventLoopDelayMs }) => eventLoopDelayMs.p99) ?? 0,
    runQueueDelayShare: worst(({ runQueueDelayShare }) => runQueueDelayShare),
    pressureSome10: worst(({ pressureSome10 }) => pressureSome10),
    slowdown: worst(({ slowdown }) => slowdown) ?? 1,
  }
}
