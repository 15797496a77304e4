import { readersColumns } from '../config.ts'

const DEFAULT_COLUMNS = 80

/** Columns of a terminal. Another stream uses its reader's width; without one, lines may have any length. */
export function widthOf(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  readers: number | undefined = readersColumns(),
): number {
  // Some terminals report zero columns.
  if (stream.isTTY) return stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS
  return readers ?? Number.POSITIVE_INFINITY
}
