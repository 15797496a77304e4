import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'

export interface SourceMap {
  readonly sources: readonly string[]
  readonly mappings: string
}

/**
 * A source map without the segments that point into node_modules; undefined if nothing is left.
 *
 * Source: ECMA-426. A segment is [column, source, line, column], with an optional name, or [column] where nothing is mapped.
 */
export function mapOwnFrames({ sources, mappings }: SourceMap) {
  const kept = sources.filter(isOwn)
  if (kept.length === 0) return undefined
  const newIndex = sources.map((source) => kept.indexOf(source))
  const lines = decode(mappings).map((line) =>
    withoutRepeatedEnds(line.map((segment) => moved(segment, newIndex))),
  )
  return { version: 3, sources: kept, names: [], mappings: encode(lines) }
}

const isOwn = (source: string) => !source.includes('node_modules/') && !source.startsWith('\0')

function moved(segment: SourceMapSegment, newIndex: readonly number[]): SourceMapSegment {
  const [column, source, line, sourceColumn] = segment
  const index = source === undefined ? -1 : (newIndex[source] ?? -1)
  if (index === -1 || line === undefined || sourceColumn === undefined) return [column]
  return [column, index, line, sourceColumn]
}

/** Drops unmapped segments at the start of a line or after another unmapped one: they change nothing. */
function withoutRepeatedEnds(line: readonly SourceMapSegment[]): SourceMapSegment[] {
  return line.filter((segment, index) => segment.length > 1 || (line[index - 1]?.length ?? 1) > 1)
}
