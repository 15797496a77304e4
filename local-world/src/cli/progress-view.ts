import { styleText } from 'node:util'
import type { ProgressReport } from '../kernel/module.ts'

const MILLISECONDS_PER_SECOND = 1_000
const REDRAW_MS = 80
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

export interface ProgressView {
  /** A separate line, such as `Program: 143 resources`. */
  say(text: string): void
  /** The text of the live line until something starts; nothing without a terminal. */
  live(text: string): void
  show(report: ProgressReport): void
  /** Clears the live line; nothing is drawn after that. */
  end(): void
}

interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/**
 * Shows what is starting. On a terminal, finished items stay as lines and the last line is updated in place; elsewhere every
 * change is a line with its time.
 */
export function createProgressView(
  output: Output = process.stderr,
  now: () => number = Date.now,
): ProgressView {
  const startedMs = new Map<string, number>()
  return output.isTTY ? createLiveView(output, now, startedMs) : createPlainView(output, now, startedMs)
}

function lineFor(report: ProgressReport, tookMs: number | undefined): string {
  const mark = { starting: '·', ready: styleText('green', '✔'), failed: styleText('red', '✖') }[report.state]
  const took = tookMs === undefined ? '' : `${(tookMs / MILLISECONDS_PER_SECOND).toFixed(1)} s`
  const note = report.note ? styleText('dim', report.note) : ''
  return `${mark} ${report.module.padEnd(14)} ${report.subject.padEnd(44)} ${took.padStart(6)}  ${note}`.trimEnd()
}

function tookSince(
  startedMs: Map<string, number>,
  report: ProgressReport,
  nowMs: number,
): number | undefined {
  const key = `${report.module} ${report.subject}`
  if (report.state === 'starting') {
    startedMs.set(key, nowMs)
    return undefined
  }
  const since = startedMs.get(key)
  startedMs.delete(key)
  return since === undefined ? undefined : nowMs - since
}

function createPlainView(output: Output, now: () => number, startedMs: Map<string, number>): ProgressView {
  const print = (text: string) => output.write(`${new Date(now()).toISOString().slice(11, 19)} ${text}\n`)
  return {
    say: print,
    live: () => {},
    show: (report) => print(lineFor(report, tookSince(startedMs, report, now()))),
    end: () => {},
  }
}

function createLiveView(output: Output, now: () => number, startedMs: Map<string, number>): ProgressView {
  let frame = 0
  let liveText = ''
  const clear = () => output.write('\r\x1b[K')
  const draw = () => {
    const waiting = [...startedMs.keys()].join(', ')
    const doing = startedMs.size > 0 ? `starting ${startedMs.size}: ${waiting}` : liveText
    if (doing === '') return
    const text = `${SPINNER[frame++ % SPINNER.length]} ${doing}`
    output.write(`\r\x1b[K${text.slice(0, (output.columns ?? 80) - 1)}`)
  }
  const timer = setInterval(draw, REDRAW_MS)
  timer.unref()
  const print = (text: string) => {
    clear()
    output.write(`${text}\n`)
    draw()
  }
  return {
    say(text) {
      liveText = ''
      print(text)
    },
    live(text) {
      liveText = text
    },
    show(report) {
      const tookMs = tookSince(startedMs, report, now())
      if (report.state !== 'starting') print(lineFor(report, tookMs))
    },
    end() {
      clearInterval(timer)
      clear()
    },
  }
}
