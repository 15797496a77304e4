/** A stored run of a drill. */
export interface RunLine {
  readonly drill: string
  readonly run: string
  readonly title: string
  readonly verdict: string
  readonly startedAt: string
  readonly durationMs: number
}

export interface ReportTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A run's `report.json`, as far as shown. */
export interface RunReport {
  readonly title: string
  readonly verdict: string
  readonly target: string
  readonly startedAt: string
  readonly durationMs: number
  readonly notes: readonly string[]
  readonly figures?: readonly { readonly title: string; readonly file: string }[]
  readonly tables: readonly ReportTable[]
  readonly checks: readonly { readonly name: string; readonly verdict: string; readonly detail: string }[]
}

/** The drill that this console started last. */
export interface DrillNow {
  readonly drill: string
  readonly startedAt: number
  /** Whether it was asked to stop. */
  readonly isStopping?: boolean
  /** Absent while it runs. */
  readonly exitCode?: number
  /** Its last lines of output. */
  readonly says: readonly string[]
}

export interface DrillsView {
  readonly runs: readonly RunLine[]
  readonly now: DrillNow | null
}

/** Drills that the console can start; `npm run drill -- list` lists all of them. */
export const STARTABLE = [
  'planned-switchover',
  'region-loss',
  'isolated-primary',
  'killed-task',
  'frozen-database',
  'slow-link',
  'load-balancer-lost',
  'seoul-cut',
  'replication-paused',
] as const
