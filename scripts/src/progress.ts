import type { OnProgress } from '@meridian/drills'

export interface ProgressLine {
  readonly show: OnProgress
  /** Removes the line, so that the result stands alone. */
  end(): void
}

/** One line that changes on a terminal; elsewhere a dated line per step, so that a log shows where time went. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const isLive = stream.isTTY === true
  return {
    show(done, total, what) {
      const text = `${String(done + 1).padStart(String(total).length)}/${total} ${what}`
      stream.write(isLive ? `\r\u001b[2K${text}` : `${new Date().toISOString()} ${text}\n`)
    },
    end() {
      if (isLive) stream.write('\r\u001b[2K')
    },
  }
}
