const DEFAULT_COLUMNS = 80

/**
 * Columns of a terminal. Of another stream what COLUMNS says, set by a program that shows on its own terminal what it reads here;
 * without it a line may be as long as it is.
 */
export function widthOf(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  environment: NodeJS.ProcessEnv = process.env,
): number {
  // Some terminals say that they have no columns at all.
  if (stream.isTTY) return stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS
  return Number(environment.COLUMNS) || Number.POSITIVE_INFINITY
}
