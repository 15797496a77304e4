import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { graphSnapshot, type ResourceGraph } from '@meridian/resource-graph'
import { describeStack } from '../describe-stack.ts'
import { costFigures } from '../evidence/cost-figures.ts'
import { fillTemplate } from '../evidence/fill-template.ts'
import { diagram } from './diagram.ts'
import { readProgramSources } from './program-sources.ts'
import { rehearsalTable } from './rehearsals.ts'
import { componentTable, outputsTable, settingsTable, sizeTable } from './tables.ts'

export const DOCUMENTED_STACKS = ['poc', 'production'] as const

/** A file of this repository that follows from the program and from what was measured. */
export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
}

const TEMPLATE = 'docs/architecture.template.md'
/** Pages that quote what was measured. */
const PAGES_WITH_FIGURES = [
  { path: 'README.md', template: 'docs/README.template.md' },
  { path: 'docs/interview-talking-points.md', template: 'docs/interview-talking-points.template.md' },
]
const PLACEHOLDER = /^\{\{(\w+)\}\}$/gm

/** Runs the program for each stack: the architecture page, the README and the talking points with their figures, and a snapshot of each graph. */
export async function generateFiles(): Promise<readonly GeneratedFile[]> {
  const graphs: Record<string, ResourceGraph> = {}
  // Sequential: each runs the whole program.
  for (const stack of DOCUMENTED_STACKS) graphs[stack] = await describeStack(stack)
  return [
    { path: 'docs/architecture.md', text: architecturePage(graphs) },
    ...PAGES_WITH_FIGURES.map(({ path, template }) => ({ path, text: withFigures(template, graphs) })),
    ...Object.entries(graphs).map(([stack, graph]) => ({
      path: `infra/pulumi/snapshots/${stack}.txt`,
      text: graphSnapshot(graph),
    })),
  ]
}

function withFigures(file: string, graphs: Readonly<Record<string, ResourceGraph>>): string {
  const template = readFileSync(join(REPOSITORY_ROOT, file), 'utf8')
  return fillTemplate(template, { root: REPOSITORY_ROOT, computed: costFigures(graphs) })
}

function architecturePage(graphs: Readonly<Record<string, ResourceGraph>>): string {
  const sources = readProgramSources(REPOSITORY_ROOT)
  const { production } = graphs
  if (!production) throw new Error('The page draws the production stack, and no graph of it was given.')
  const parts: Readonly<Record<string, string>> = {
    diagram: `\`\`\`mermaid\n${diagram(production)}\n\`\`\``,
    sizes: sizeTable(graphs),
    components: componentTable(sources, graphs),
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
