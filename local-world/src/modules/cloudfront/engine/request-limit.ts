import { READ_METHODS } from '../model/read-methods.ts'

/** Whether an edge takes one more request. */
export interface RequestLimit {
  /** Undefined when the request is refused; otherwise called once, when it is over. */
  enter(method: string): (() => void) | undefined
}

/** Of all edges together, reads and writes each: what a machine with two processors answers in some seconds. */
const MOST_WHILE_BUSY = 48

/**
 * While this machine is too busy, requests beyond a bound are refused at once: answering all of them would mean answering each too
 * late, and eventually none at all. Writes are counted apart, for those that wait for a new writer must not keep readers out. On a
 * machine that is not busy, every request is taken, as CloudFront takes them.
 */
export function createRequestLimit(isMachineBusy: () => boolean, most = MOST_WHILE_BUSY): RequestLimit {
  const inFlight = { reads: 0, writes: 0 }
  return {
    enter(method) {
      const kind = READ_METHODS.has(method) ? 'reads' : 'writes'
      if (inFlight[kind] >= most && isMachineBusy()) return undefined
      inFlight[kind]++
      let isOver = false
      return () => {
        if (!isOver) inFlight[kind]--
        isOver = true
      }
    },
  }
}
