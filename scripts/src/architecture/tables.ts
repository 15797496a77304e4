import { type ResourceGraph, type ResourceNode, shortType } from '@meridian/resource-graph'
import type { ComponentSource, Documented, ProgramSources } from './program-sources.ts'

/** The same stack names in every table, as columns. */
export type Graphs = Readonly<Record<string, ResourceGraph>>

/** One section for each component: what it is for, what it takes, what it makes, and where it is. */
export function componentReference(sources: ProgramSources, graphs: Graphs): string {
  return [...sources.components]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map((component) => componentSection(component, graphs))
    .join('\n\n')
}

function componentSection(component: ComponentSource, graphs: Graphs): string {
  const stacks = Object.keys(graphs)
  const { type, className, text, file, line, args, outputs } = component
  const uses = stacks.map((stack) => graphs[stack]?.ofType(type).length ?? 0)
  return [
    `### ${className}`,
    '',
    ...(text ? [text, ''] : []),
    `\`${type}\`, [${file}:${line}](../${file}#L${line}). ${usesSentence(stacks, uses)}`,
    ...(args.length > 0 ? ['', ...table(['takes', 'type', 'meaning'], args.map(row))] : []),
    ...(outputs.length > 0 ? ['', ...table(['gives', 'type', 'meaning'], outputs.map(row))] : []),
    ...createdTable(type, graphs),
  ].join('\n')
}

const usesSentence = (stacks: readonly string[], uses: readonly number[]): string =>
  `Instances: ${stacks.map((stack, index) => `${uses[index]} in ${stack}`).join(', ')}.`

const row = ({ name, type, text }: Documented): readonly string[] => [
  `\`${name}\``,
  type === undefined ? '' : `\`${type.replaceAll('pulumi.', '')}\``,
  text,
]

function createdTable(type: string, graphs: Graphs): readonly string[] {
  const stacks = Object.keys(graphs)
  const counts = stacks.map((stack) => childrenOf(type, graphs[stack]))
  const created = [...new Set(counts.flatMap((each) => [...each.keys()]))].sort()
  if (created.length === 0) return []
  const rows = created.map((child) => [
    `\`${shortType(child)}\``,
    ...counts.map((each) => String(each.get(child) ?? 0)),
  ])
  return ['', ...table(['creates, over all instances', ...stacks], rows)]
}

/** What all instances of a component create directly, by type. */
function childrenOf(type: string, graph: ResourceGraph | undefined): ReadonlyMap<string, number> {
  const owners = new Set(graph?.ofType(type).map(({ urn }) => urn))
  const children: ResourceNode[] =
    graph?.nodes.filter(({ parent }) => parent !== undefined && owners.has(parent)) ?? []
  return new Map(
    [...Map.groupBy(children, (child) => child.type)].map(([child, nodes]) => [child, nodes.length]),
  )
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

/** A table of Markdown, a line of text each. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)]
}
