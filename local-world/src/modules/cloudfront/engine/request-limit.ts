/** Whether an edge takes one more request. */
export interface RequestLimit {
  /** Undefined when the request is refused; otherwise called once, when it is over. */
  enter(): (() => void) | undefined
}

/** Of all edges together: what a machine with two processors answers in some seconds. */
const MOST_WHILE_BUSY = 48

/**
 * While this machine is too busy, requests beyond a bound are refused at once: answering all of them would mean answering each too
 * late, and eventually none at all. On a machine that is not, every request is taken, as CloudFront takes them.
 */
export function createRequestLimit(isMachineBusy: () => boolean, most = MOST_WHILE_BUSY): RequestLimit {
  let inFlight = 0
  return {
    enter() {
      if (inFlight >= most && isMachineBusy()) return undefined
      inFlight++
      let isOver = false
      return () => {
        if (!isOver) inFlight--
        isOver = true
      }
    },
  }
}
