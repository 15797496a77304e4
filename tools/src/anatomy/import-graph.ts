import { posix } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from '../sources.ts'

/** Each file's path with the paths that it imports, including type imports; all relative to the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Follows relative imports between the given files; packages and other files are ignored. */
export function importGraph(files: readonly SourceFile[]): ImportGraph {
  const known = new Set(files.map(({ path }) => path))
  const importsOf = ({ path, text }: SourceFile) =>
    ts
      .preProcessFile(text, true, true)
      .importedFiles.map(({ fileName }) => fileName)
      .filter((name) => name.startsWith('.'))
      .map((name) => posix.join(posix.dirname(path), name))
      .filter((target) => known.has(target))
  return new Map(files.map((file) => [file.path, importsOf(file)]))
}

/** Groups of files that import each other in a cycle, largest first (Tarjan's strongly connected components). */
export function circlesOf(graph: ImportGraph): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  for (const path of graph.keys()) if (!order.has(path)) visit(path)
  return circles.sort((a, b) => b.length - a.length)

  function visit(path: string): void {
    order.set(path, order.size)
    lowest.set(path, order.get(path) ?? 0)
    stack.push(path)
    for (const target of graph.get(path) ?? []) {
      if (!order.has(target)) visit(target)
      if (stack.includes(target)) lower(path, lowest.get(target) ?? 0)
    }
    if (lowest.get(path) !== order.get(path)) return
    const circle = stack.splice(stack.indexOf(path))
    if (circle.length > 1) circles.push(circle.sort())
  }

  function lower(path: string, value: number): void {
    lowest.set(path, Math.min(lowest.get(path) ?? value, value))
  }
}
