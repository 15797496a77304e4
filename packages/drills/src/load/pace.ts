import type { MachineWatch } from '@meridian/operator-tools'

/** The share of its rate that a load sends right now. */
export interface Pace extends Disposable {
  readonly share: () => number
  /** The smallest share so far. */
  readonly least: number
}

const LOOK_EVERY_MS = 500
/** How late a story makes timers on a machine that is not busy. Beyond this, requests wait for each other. */
const USUAL_LATE_MS = 500
const LEAST_SHARE = 0.2
/** Relative to the usual load: below this, a story that waits for some writes would wait too long. */
const LEAST_FACTOR = 0.1

/**
 * Sends less while the machine is busier than a story makes it. It looks only at how late timers are, not at answers, so a
 * system that is slow by itself gets its full load.
 */
export function followMachine(machine: Pick<MachineWatch, 'latestMs'>, factor: number): Pace {
  const leastShare = Math.min(1, Math.max(LEAST_SHARE, LEAST_FACTOR / factor))
  let share = 1
  let least = 1
  const timer = setInterval(() => {
    share = Math.max(leastShare, shareOf(machine.latestMs()))
    least = Math.min(least, share)
  }, LOOK_EVERY_MS)
  return {
    share: () => share,
    get least() {
      return least
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** The share of the load to send when timers are this late. */
export function shareOf(lateMs: number): number {
  return Math.min(1, USUAL_LATE_MS / Math.max(1, lateMs))
}
