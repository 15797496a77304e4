import { posix } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from '../sources.ts'

/** Files by path, each with the paths that it imports, types included; both relative to the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Follows relative imports between the files given; packages and other files are left out. */
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

/** Groups of files that all reach each other by imports, largest first (Tarjan's strongly connected components). */
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
