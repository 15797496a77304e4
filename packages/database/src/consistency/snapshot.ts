import type { Row } from '../connection/session.ts'
import type { Seen } from './marker.ts'

/** A compiled statement. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

const wrapped = new Map<string, string>()
const MOST_WRAPPED = 1_000

/**
 * A read that also returns, from the same snapshot, how far the server is.
 *
 * One statement, because two would see two snapshots. The markers come first and the rows are joined to them, so there is an
 * answer even without rows. With one row on the outer side only a nested loop can join, which keeps the rows' order.
 */
export function withMarkers({ sql, parameters }: Statement, shard: number): Statement {
  let text = wrapped.get(sql)
  if (text === undefined) {
    text = wrap(sql, parameters.length + 1)
    if (wrapped.size < MOST_WRAPPED) wrapped.set(sql, text)
  }
  return { sql: text, parameters: [...parameters, shard] }
}

function wrap(sql: string, shardParameter: number): string {
  return `select mark.*, found.* from (
  select max(epoch)::float8 as "~epoch", sum(n)::float8 as "~position",
    max(n) filter (where shard = $${shardParameter})::float8 as "~n" from commit_markers
) as mark left join (select true as "~row", asked.* from (${sql}) as asked) as found on true`
}

/** Splits an answer to `withMarkers`. */
export function readSnapshot(answer: { readonly rows: readonly Row[] }): {
  readonly seen: Seen
  readonly rows: readonly Row[]
} {
  const [first] = answer.rows
  const seen = {
    epoch: Number(first?.['~epoch'] ?? 0),
    position: Number(first?.['~position'] ?? 0),
    n: Number(first?.['~n'] ?? 0),
  }
  if (first === undefined || first['~row'] === null) return { seen, rows: [] }
  return { seen, rows: answer.rows.map(withoutMarkers) }
}

function withoutMarkers(row: Row): Row {
  const { '~epoch': _epoch, '~position': _position, '~n': _n, '~row': _row, ...asked } = row
  return asked
}
