import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { graphSnapshot, loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { diagram } from './diagram.ts'
import { readProgramSources } from './program-sources.ts'
import { rehearsalTable } from './rehearsals.ts'
import { componentReference, outputsTable, settingsTable, sizeTable } from './tables.ts'

export const DOCUMENTED_STACKS = ['poc', 'production'] as const

/** A file of this repository that follows from the program. */
export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
}

const TEMPLATE = 'docs/architecture.template.md'
const PLACEHOLDER = /^\{\{(\w+)\}\}$/gm

/** Runs the program for each stack and writes what follows from it: the architecture page, and a snapshot of each graph. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const graphs: Record<string, ResourceGraph> = {}
  // One after the other: each runs the whole program.
  for (const stack of DOCUMENTED_STACKS) graphs[stack] = await loadGraph(stack)
  return [
    { path: 'docs/architecture.md', text: architecturePage(graphs) },
    ...Object.entries(graphs).map(([stack, graph]) => ({
      path: `infra/pulumi/snapshots/${stack}.txt`,
      text: graphSnapshot(graph),
    })),
  ]
}

function architecturePage(graphs: Readonly<Record<string, ResourceGraph>>): string {
  const sources = readProgramSources(REPOSITORY_ROOT)
  const { production } = graphs
  if (!production) throw new Error('The page draws the production stack, and no graph of it was given.')
  const parts: Readonly<Record<string, string>> = {
    diagram: `\`\`\`mermaid\n${diagram(production)}\n\`\`\``,
    sizes: sizeTable(graphs),
    components: componentReference(sources, graphs),
    rehearsals: rehearsalTable(production),
    outputs: outputsTable(sources, graphs),
    settings: settingsTable(sources, graphs),
  }
  const template = readFileSync(join(REPOSITORY_ROOT, TEMPLATE), 'utf8')
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const part = parts[name]
    if (part === undefined)
      throw new Error(`${TEMPLATE} wants {{${name}}}; there is ${Object.keys(parts).join(', ')}.`)
    return part
  })
}
