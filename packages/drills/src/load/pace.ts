import type { MachineWatch } from '@meridian/operator-tools'

/** How much of its rate a load sends at the moment. */
export interface Pace extends Disposable {
  readonly share: () => number
  /** The smallest share so far. */
  readonly least: number
}

const LOOK_EVERY_MS = 500
/** So late are timers that a story makes late on a machine that is not busy. Where they are later, requests wait for each other. */
const USUAL_LATE_MS = 500
const LEAST_SHARE = 0.2
/** Of the usual load: a story that waits for some writes would wait too long for less. */
const LEAST_FACTOR = 0.1

/**
 * Sends less while the machine is busier than a story makes it. It looks at how late timers are, and at no answer, so that a system
 * that is slow by itself gets all of its load.
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

/** By how late timers are. */
export function shareOf(lateMs: number): number {
  return Math.min(1, USUAL_LATE_MS / Math.max(1, lateMs))
}
