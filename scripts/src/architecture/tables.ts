import type { ResourceGraph } from '@meridian/resource-graph'
import type { ProgramSources } from './program-sources.ts'

/** The same stack names in every table, as columns. */
export type Graphs = Readonly<Record<string, ResourceGraph>>

/** What each component is for, where it is, and how many each stack has; inputs and outputs are in its file. */
export function componentTable(sources: ProgramSources, graphs: Graphs): string {
  const stacks = Object.keys(graphs)
  const rows = sources.components
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ type, className, text, file }) => [
      `[${className}](../${file})`,
      text,
      ...stacks.map((stack) => String(graphs[stack]?.ofType(type).length ?? 0)),
    ])
  return table(['component', 'what for', ...stacks], rows).join('\n')
}

/** Every setting with its value in each stack and the reason from its doc comment. */
export function settingsTable(sources: ProgramSources, graphs: Graphs): string {
  const stacks = Object.keys(graphs)
  const rows = sources.settings.map(({ name, text }) => [
    `\`${name}\``,
    ...stacks.map((stack) => settingOf(graphs[stack], name)),
    text,
  ])
  return table(['setting', ...stacks, 'why'], rows).join('\n')
}

const settingOf = (graph: ResourceGraph | undefined, name: string): string => {
  const value = graph?.contents.config[name]
  return value === undefined ? '-' : `\`${value}\``
}

/** What the program hands to scripts and people, with what is inside. */
export function outputsTable(sources: ProgramSources, graphs: Graphs): string {
  const [graph] = Object.values(graphs)
  const outputs = graph?.contents.stackOutputs ?? {}
  const docs = new Map(sources.outputs.map(({ name, text }) => [name, text]))
  const rows = Object.keys(outputs)
    .sort()
    .map((name) => [`\`${name}\``, shapeOf(outputs[name]), docs.get(name) ?? ''])
  return table(['output', 'holds', 'meaning'], rows).join('\n')
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 'text' : typeof value
  return Object.keys(value)
    .sort()
    .map((key) => `\`${key}\``)
    .join(', ')
}

/** How many resources and components each stack has, by region. */
export function sizeTable(graphs: Graphs): string {
  const rows = Object.entries(graphs).map(([stack, graph]) => {
    const resources = graph.nodes.filter(({ isComponent }) => !isComponent)
    const types = new Set(resources.map(({ type }) => type))
    return [stack, resources.length, graph.nodes.length - resources.length, types.size].map(String)
  })
  return table(['stack', 'resources', 'components', 'types'], rows).join('\n')
}

/** The lines of a Markdown table. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)]
}
