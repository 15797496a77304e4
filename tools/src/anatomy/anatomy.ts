import type { SourceFile } from '../sources.ts'
import { circlesOf, importGraph } from './import-graph.ts'
import { unlayered, upwardArrows } from './layers.ts'
import { misplacedFiles } from './module-files.ts'
import {
  importsOfAnothersInside,
  operationsThatImportTheRegistry,
  thoughtsThatImportDeeds,
  unregistered,
} from './module-imports.ts'
import { type Problem, worldSources } from './problem.ts'
import { impureFiles, testsInTheWrongPlace } from './purity.ts'

/** All layout problems of the local world; `files` are all of the repository's. */
export function anatomyProblems(files: readonly SourceFile[]): readonly Problem[] {
  const sources = worldSources(files)
  const graph = importGraph(sources.filter(({ path }) => path.endsWith('.ts')))
  const circles = circlesOf(importGraph(files.filter(({ path }) => isCode(path))))
  return [
    ...misplacedFiles(files.map(({ path }) => path)),
    ...circles.map((circle) => ({
      path: circle[0] ?? '',
      message:
        `is in a circle of ${circle.length} files that import each other: ${circle.join(', ')}. ` +
        'Move what they share, often a type, into its own file.',
    })),
    ...unlayered(graph),
    ...upwardArrows(graph),
    ...operationsThatImportTheRegistry(graph),
    ...thoughtsThatImportDeeds(graph),
    ...importsOfAnothersInside(graph),
    ...unregistered(graph),
    ...impureFiles(sources),
    ...testsInTheWrongPlace(files),
  ]
}

const isCode = (path: string) => path.endsWith('.ts') && !path.endsWith('.test.ts')
