import { readersColumns } from '../config.ts'

const DEFAULT_COLUMNS = 80

/** Columns of a terminal. Another stream is as wide as its reader says; where that says nothing, a line may be as long as it is. */
export function widthOf(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  readers: number | undefined = readersColumns(),
): number {
  // Some terminals say that they have no columns at all.
  if (stream.isTTY) return stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS
  return readers ?? Number.POSITIVE_INFINITY
}
