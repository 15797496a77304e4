import { type LagSample, lagChart, type OnProgress, widthOf } from '@meridian/operator-tools'

export interface LagView {
  show(samples: readonly LagSample[]): void
  /** Leaves the last chart in place; later output goes below it. */
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
      // The last column stays free: some terminals wrap once it is written.
      const lines = lagChart(samples, widthOf(stream) - 1)
      if (shownLines > 0) stream.moveCursor(0, -shownLines)
      stream.write(lines.map((line) => `\u001b[2K${line}\n`).join(''))
      shownLines = lines.length
    },
    end() {
      if (shownLines > 0) stream.write('\n')
    },
  }
}
