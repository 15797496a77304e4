import type { AliasableExpression, AliasedExpression } from 'kysely'

/** The two halves of `insert into … (columns) select …`, in the same order. */
export interface NamedValues<Column extends string> {
  readonly columns: readonly Column[]
  readonly selections: readonly AliasedExpression<unknown, Column>[]
}

/** Pairs each column of an insert with its value; two separate lists would be matched by position. */
export function namedValues<Column extends string>(
  values: Readonly<Record<Column, AliasableExpression<unknown>>>,
): NamedValues<Column> {
  const columns = Object.keys(values) as Column[]
  return { columns, selections: columns.map((column) => values[column].as(column)) }
}
