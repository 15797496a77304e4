import { READ_METHODS } from '../model/read-methods.ts'

/** Decides whether an edge accepts another request. */
export interface RequestLimit {
  /** Undefined when the request is refused; otherwise a function to call when it is over. */
  enter(method: string): (() => void) | undefined
}

/** For all edges together, reads and writes separately: what a machine with two processors answers in a few seconds. */
const MOST_WHILE_BUSY = 48

/**
 * While this machine is too busy, requests beyond a limit are refused at once: accepting all of them would make every answer too
 * late, and eventually stop them all. Writes are counted separately, so that writes waiting for a new writer don't block reads.
 * On a machine that is not busy every request is accepted, as on CloudFront.
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
