import { type LagSample, lagChart, type OnProgress } from '@meridian/operator-tools'

const DEFAULT_COLUMNS = 80

export interface LagView {
  show(samples: readonly LagSample[]): void
  /** Leaves the last picture where it is; what is printed next stands under it. */
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
      // Some terminals say that they have no columns at all. The last one stays free: some wrap as soon as it is taken.
      const columns = stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS
      const lines = lagChart(samples, columns - 1)
      if (shownLines > 0) stream.moveCursor(0, -shownLines)
      stream.write(lines.map((line) => `\u001b[2K${line}\n`).join(''))
      shownLines = lines.length
    },
    end() {
      if (shownLines > 0) stream.write('\n')
    },
  }
}
