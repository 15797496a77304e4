import { type LagSample, lagChart, type OnProgress } from '@meridian/drills'

const MOST_COLUMNS = 100
/** Beside the curve stand the region's name and its newest value. */
const MARGIN_COLUMNS = 28
const DEFAULT_COLUMNS = 80

export interface LagView {
  show(samples: readonly LagSample[]): void
  end(): void
}

/** A curve for each region that moves on a terminal; elsewhere the usual progress lines. */
export function createLagView(
  rounds: number,
  onProgress: OnProgress,
  stream: NodeJS.WriteStream = process.stderr,
): LagView {
  let shownLines = 0
  return {
    show(samples) {
      if (!stream.isTTY) {
        const regions = new Set(samples.map(({ region }) => region)).size
        onProgress(samples.length / regions - 1, rounds, 'sampled')
        return
      }
      const width = Math.min(MOST_COLUMNS, (stream.columns ?? DEFAULT_COLUMNS) - MARGIN_COLUMNS)
      const lines = lagChart(samples, width)
      if (shownLines > 0) stream.moveCursor(0, -shownLines)
      stream.write(lines.map((line) => `\u001b[2K${line}\n`).join(''))
      shownLines = lines.length
    },
    end() {
      if (shownLines > 0) stream.write('\n')
    },
  }
}
