import type { ReportValues } from './report-values.ts'

/** A figure that a page may quote from a run. */
export interface Figure {
  /** Folder of the run in test-results. */
  readonly run: string
  /** The figure as the page shows it, with its unit. */
  readonly read: (report: ReportValues) => string
}
