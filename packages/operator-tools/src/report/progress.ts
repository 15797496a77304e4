import { widthOf } from './width.ts'

/** Receives the progress of a long measurement; a tool never waits for it. */
export type OnProgress = (done: number, total: number, what: string) => void

/** The line that shows what a command is waiting for. */
export interface ProgressLine {
  /** A step of several. */
  readonly show: OnProgress
  /** A single wait, not one of several steps. */
  wait(what: string): void
  /** Removes the line before the result is printed. */
  end(): void
}

const MS_PER_SECOND = 1_000
/** Shorter waits show no elapsed time. */
const LONG_MS = 2_000
/** Without a terminal: how often a continuing wait is logged. */
const REMIND_EVERY_MS = 15_000
/** Without a terminal, steps in quicker succession are skipped, except the last. */
const LOG_EVERY_MS = 1_000

/**
 * One line, updated in place on a terminal with the seconds of its step; elsewhere a timestamped line for each step, repeated now
 * and then while it continues, so that a log shows where time went.
 */
export function createProgress(
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): ProgressLine {
  const isLive = stream.isTTY === true
  let timer: NodeJS.Timeout | undefined
  let what = ''
  let sinceMs = 0
  let logged = ''
  let loggedMs = Number.NEGATIVE_INFINITY

  function begin(text: string, isEveryOneLogged: boolean): void {
    if (text === what) return
    what = text
    sinceMs = now()
    clearInterval(timer)
    if (isLive) draw()
    else if (isEveryOneLogged || sinceMs - loggedMs >= LOG_EVERY_MS) log(what)
    timer = setInterval(isLive ? draw : remind, isLive ? MS_PER_SECOND : REMIND_EVERY_MS)
    timer.unref()
  }

  const elapsed = () => `${Math.floor((now() - sinceMs) / MS_PER_SECOND)} s`

  // A wrapped line cannot be removed: only its last row would be erased.
  function draw(): void {
    const text = now() - sinceMs < LONG_MS ? what : `${elapsed()} ${what}`
    stream.write(`\r\u001b[2K${text.slice(0, widthOf(stream) - 1)}`)
  }

  const log = (text: string) => {
    logged = text
    loggedMs = now()
    stream.write(`${new Date(loggedMs).toISOString()} ${text}\n`)
  }
  const remind = () => {
    log(`still, after ${elapsed()}: ${what}`)
    logged = what
  }

  return {
    show(done, total, step) {
      begin(`${String(done + 1).padStart(String(total).length)}/${total} ${step}`, false)
    },
    wait: (text) => begin(text, true),
    end() {
      clearInterval(timer)
      if (isLive && what !== '') stream.write('\r\u001b[2K')
      else if (what !== logged) log(what)
      what = ''
    },
  }
}

/** Shows what is awaited until the work ends. */
export async function whileShown<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  const progress = createProgress()
  progress.wait(what)
  try {
    return await work()
  } finally {
    progress.end()
  }
}
