import type { MachineEvidence } from '../machine/watch-machine.ts'
import type { Check, Verdict } from './findings.ts'
import type { Table } from './table.ts'

/** A tool's results, as they are printed and written. */
export interface Report {
  /** Also the folder's name: `test-latency`. */
  readonly tool: string
  readonly title: string
  readonly target: 'local' | 'aws'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly verdict: Verdict
  /** How busy the machine was, if the figures depend on it. */
  readonly machine?: MachineEvidence
  /** What will be lost or is dangerous: the most prominent lines wherever the report is shown. */
  readonly warnings?: readonly string[]
  /** What the operator does next, with the command to copy. */
  readonly steps?: readonly string[]
  /** What a reader needs to judge the figures: where they were measured and what was left out. */
  readonly notes: readonly string[]
  /** Images stored next to the report. */
  readonly figures?: readonly { readonly title: string; readonly file: string }[]
  readonly tables: readonly Table[]
  readonly checks: readonly Check[]
  /** The figures themselves, units in their names. */
  readonly data: unknown
}

/** When a measurement began and ended. */
export interface RunTimes {
  readonly startedAt: Date
  readonly finishedAt: Date
  /** How busy the machine was meanwhile. */
  readonly machine?: MachineEvidence
}
