import type { ReportValues } from './report-values.ts'

/** Something that a page may quote from a run. */
export interface Figure {
  /** Folder of the run in test-results. */
  readonly run: string
  /** The figure as it is written, with its unit. */
  readonly read: (report: ReportValues) => string
}
