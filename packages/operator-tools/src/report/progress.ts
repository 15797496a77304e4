import { widthOf } from './width.ts'

/** Told what a long measurement is doing; a tool never waits for it. */
export type OnProgress = (done: number, total: number, what: string) => void

/** The line that says what a command is waiting for. */
export interface ProgressLine {
  /** A step of several. */
  readonly show: OnProgress
  /** One thing that is awaited, whatever comes after it. */
  wait(what: string): void
  /** Removes the line, so that the result stands alone. */
  end(): void
}

const MS_PER_SECOND = 1_000
/** A wait shorter than that needs no figure. */
const LONG_MS = 2_000
/** Without a terminal: how often a log hears of a wait that goes on. */
const REMIND_EVERY_MS = 15_000
/** Without a terminal, steps that follow each other more quickly are passed over, except the last. */
const LOG_EVERY_MS = 1_000

/**
 * One line that changes on a terminal, with the seconds that its step has taken; elsewhere a dated line for each step, and one now
 * and then while it goes on, so that a log shows where time went.
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

  // A line that wraps cannot be removed: only its last row would be.
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

/** Says what is awaited while it is awaited. */
export async function whileShown<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  const progress = createProgress()
  progress.wait(what)
  try {
    return await work()
  } finally {
    progress.end()
  }
}
