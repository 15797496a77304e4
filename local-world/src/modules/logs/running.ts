import type { Readable } from 'node:stream'
import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { MetricPoint } from './model/metric-extraction.ts'

/** Receives the output of one container. */
export interface LogStreamWriter {
  /** Reads an output with a text encoding until it ends; each output is split into lines separately. */
  follow(output: Readable): void
}

/** CloudWatch Logs as other modules use it. */
export interface RunningLogs extends RunningModule {
  /** Opens a stream in one of the program's groups; throws LogGroupMissingError for any other group. */
  openStream(region: RegionId, group: string, stream: string): LogStreamWriter
  /** Values from embedded metric format or from metric filters. */
  onMetric(listener: (point: MetricPoint) => void): () => void
}
