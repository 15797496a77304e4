import type { Readable } from 'node:stream'
import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { MetricPoint } from './model/metric-extraction.ts'

/** What one container prints goes here. */
export interface LogStreamWriter {
  /** Takes an output that is set to text, to its end; each output has its own lines. */
  follow(output: Readable): void
}

/** CloudWatch Logs as other modules use it. */
export interface RunningLogs extends RunningModule {
  /** A stream of a group that the program has; throws LogGroupMissingError for any other. */
  openStream(region: RegionId, group: string, stream: string): LogStreamWriter
  /** Values that events carry (embedded metric format) or that metric filters find in them. */
  onMetric(listener: (point: MetricPoint) => void): () => void
}
