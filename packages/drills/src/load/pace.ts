import type { MachineWatch } from '@meridian/operator-tools'

/** How much of its rate a load sends at the moment. */
export interface Pace extends Disposable {
  readonly share: () => number
  /** The smallest share so far. */
  readonly least: number
}

const LOOK_EVERY_MS = 500
/** So late are timers that a story makes late on a machine that is not busy. */
const USUAL_LATE_MS = 500
/** Much later than when the load was chosen, and answers come too late for most. */
const MOST_LATER = 1.25
const LEAST_SHARE = 0.2
/** Of the usual load: a story that waits for some writes would wait too long for less. */
const LEAST_FACTOR = 0.1

/**
 * Sends less while the machine is slower than it was when the load was chosen: others may have begun to use it since. It looks at
 * how late timers are, and at no answer, so that a system that is slow by itself gets all of its load.
 */
export function followMachine(machine: Pick<MachineWatch, 'latestMs'>, factor: number): Pace {
  const leastShare = Math.min(1, Math.max(LEAST_SHARE, LEAST_FACTOR / factor))
  const chosenAtMs = machine.latestMs()
  let share = 1
  let least = 1
  const timer = setInterval(() => {
    share = Math.max(leastShare, shareOf(chosenAtMs, machine.latestMs()))
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

/** By how late timers were when the load was chosen, and are now. */
export function shareOf(chosenAtMs: number, nowMs: number): number {
  const expectedMs = Math.max(USUAL_LATE_MS, MOST_LATER * chosenAtMs)
  return Math.min(1, expectedMs / Math.max(1, nowMs))
}
