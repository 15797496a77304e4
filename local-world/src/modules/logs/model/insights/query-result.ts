/** A result row: field to value, in the order of the query's fields. */
export type Row = ReadonlyMap<string, string>

/** A completed query with its results. */
export interface FinishedQuery {
  readonly id: string
  readonly text: string
  readonly groupNames: readonly string[]
  readonly createdAtMs: number
  readonly rows: readonly Row[]
  readonly recordsMatched: number
  readonly recordsScanned: number
  readonly bytesScanned: number
}
