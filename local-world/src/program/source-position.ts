import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourcePosition } from '@meridian/resource-graph'

/** One frame of the program's stack when it created a resource, innermost first. */
export interface StackFrame {
  readonly uri: string
  readonly line: number
  readonly column: number
}

/**
 * Where the program created a resource, relative to the repository: the innermost frame that is neither in a dependency nor
 * a subclass's `super` call, which would point at the component's class rather than its use.
 */
export function sourcePosition(
  frames: readonly StackFrame[],
  repositoryRoot: string,
): SourcePosition | undefined {
  for (const { uri, line, column } of frames) {
    const path = pathOf(uri)
    if (path === undefined || path.includes(`${sep}node_modules${sep}`)) continue
    if (textAt(path, line, column).startsWith('super(')) continue
    const fromRoot = relative(resolve(repositoryRoot), path)
    const isOutside = fromRoot.startsWith('..') || isAbsolute(fromRoot)
    return { file: (isOutside ? path : fromRoot).split(sep).join('/'), line }
  }
  return undefined
}

/**
 * The Node runtime treats a frame's file as a path even if it is already a `file:` URL, and so sends
 * `file:///<cwd>/file:/<path>`: everything before the last `file:` must be dropped.
 */
function pathOf(uri: string): string | undefined {
  const start = uri.lastIndexOf('file:')
  if (start < 0) return undefined
  return fileURLToPath(`file:///${uri.slice(start + 'file:'.length).replace(/^\/+/, '')}`)
}

const linesOf = new Map<string, readonly string[]>()

/** Node strips types by blanking them, so positions at run time equal positions in the source. */
function textAt(path: string, line: number, column: number): string {
  let lines = linesOf.get(path)
  if (!lines) {
    lines = readLines(path)
    linesOf.set(path, lines)
  }
  return lines[line - 1]?.slice(column - 1) ?? ''
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    // The frame's file no longer exists, or its code was generated: its position is still the best there is.
    return []
  }
}
