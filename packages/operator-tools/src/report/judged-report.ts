import { verdictOf } from './findings.ts'
import type { Report } from './report.ts'

export interface Findings
  extends Omit<Report, 'startedAt' | 'durationMs' | 'verdict' | 'notes' | 'tables'>,
    Partial<Pick<Report, 'durationMs' | 'notes' | 'tables'>> {
  readonly startedAt: Date
}

/** The report of a tool whose checks decide; by default it took until now and has no notes and tables. */
export function judgedReport({
  tool,
  title,
  target,
  startedAt,
  durationMs = Date.now() - startedAt.getTime(),
  notes = [],
  tables = [],
  checks,
  data,
  ...more
}: Findings): Report {
  return {
    tool,
    title,
    target,
    startedAt: startedAt.toISOString(),
    durationMs,
    verdict: verdictOf(checks),
    ...more,
    notes,
    tables,
    checks,
    data,
  }
}
