import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { describeGraph } from './describe-graph.ts'
import { shortType } from './graph-tree.ts'
import type { ResourceGraph, ResourceNode } from './resource-graph.ts'
import type { Urn } from './urn.ts'

/** Values up to this length stay on one line. */
const LINE_WIDTH = 120
/** What AWS generates: ARNs, `vpc-0a1b…`, UUIDs, zone and distribution ids. Chosen names stay as they are. */
const MADE_UP = /^arn:|^[a-z]+-[0-9a-f]{8,}$|^[0-9a-f]{8}-[0-9a-f]{4}-|^[A-Z0-9]{10,}$/

/**
 * A graph as text for review: each resource with its inputs, by its place in the program. Secrets are masked, and generated ids
 * are replaced by the program's names, so that a difference between two texts is a difference between two programs.
 */
export function graphSnapshot(graph: ResourceGraph): string {
  const described = describeGraph(graph)
  const names = namesOfIds(graph)
  const sections = described.resources
    .filter((node) => !node.isComponent)
    .map((node) => ({ title: titleOf(node, graph), node }))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
  return `${sections
    .map(({ title, node }) => [title, ...remarks(node), ...inputLines(node.inputs, names)].join('\n'))
    .join('\n\n')}\n`
}

function titleOf(
  node: Pick<ResourceNode, 'type' | 'name' | 'parent' | 'region'>,
  graph: ResourceGraph,
): string {
  const path = [...ancestors(node.parent, graph), node.name].join(' / ')
  return `${path} · ${shortType(node.type)}${node.region ? ` · ${node.region}` : ''}`
}

/** Names of the components around a resource, outermost first. */
function ancestors(urn: Urn | undefined, graph: ResourceGraph): readonly string[] {
  const parent = urn === undefined ? undefined : graph.byUrn(urn)
  if (!parent || parent.type === 'pulumi:pulumi:Stack') return []
  return [...ancestors(parent.parent, graph), parent.name]
}

function remarks(node: Pick<ResourceNode, 'protect' | 'ignoreChanges'>): readonly string[] {
  return [
    ...(node.protect ? ['  (protected)'] : []),
    ...(node.ignoreChanges.length > 0
      ? [`  (changes ignored: ${[...node.ignoreChanges].sort().join(', ')})`]
      : []),
  ]
}

/**
 * Maps ids and ARNs that only one resource has to the program's name for it. Several resources can carry the same id (a secret
 * version has the secret's ARN, a configuration the id of what it configures); the owner is the resource whose id is its own ARN,
 * then the one whose ARN it is, then the one whose id it is.
 */
function namesOfIds(graph: ResourceGraph): ReadonlyMap<string, string> {
  const owners = new Map<string, { rank: number; labels: Set<string> }>()
  for (const node of graph.nodes) {
    if (node.isComponent) continue
    const { id, outputs } = node
    const label = `${shortType(node.type)} ${node.name}`
    if (outputs.arn === id) own(id, label, 0)
    else {
      if (typeof outputs.arn === 'string') own(outputs.arn, `${label}, ARN`, 1)
      own(id, label, 2)
    }
  }
  return new Map(
    [...owners].flatMap(([id, { labels }]) =>
      labels.size === 1 ? [[id, `<${[...labels][0]}>`] as const] : [],
    ),
  )

  function own(id: string, label: string, rank: number): void {
    if (!MADE_UP.test(id)) return
    const held = owners.get(id)
    if (!held || rank < held.rank) owners.set(id, { rank, labels: new Set([label]) })
    else if (rank === held.rank) held.labels.add(label)
  }
}

function inputLines(
  inputs: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  return Object.entries(inputs)
    .filter(([key]) => key !== 'tags')
    .map(([key, value]) => `  ${key}: ${indented(readable(value, names))}`)
}

/** Policies and dashboards are JSON inside a text; reviewers want to see the parsed form. */
function readable(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? parsed(value, names)
  if (Array.isArray(value)) return value.map((item) => readable(item, names))
  if (typeof value !== 'object' || value === null) return value
  if ('__pulumiArchive' in value && 'assets' in value) return readable(value.assets, names)
  if ('__pulumiAsset' in value || '__pulumiArchive' in value) return contentOf(value)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item, names)]))
}

/** Text assets are identified by content, files by name: a reviewer sees that one changed, and reads it at its source. */
function contentOf(asset: object): string {
  if ('path' in asset) return `<file ${basename(String(asset.path))}>`
  const content = 'text' in asset ? String(asset.text) : JSON.stringify(asset)
  return `<${content.length} characters, SHA-256 ${createHash('sha256').update(content).digest('hex').slice(0, 16)}>`
}

function parsed(text: string, names: ReadonlyMap<string, string>): unknown {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return readable(JSON.parse(text), names)
  } catch {
    return text
  }
}

function indented(value: unknown): string {
  if (typeof value === 'string' && value.includes('\n'))
    return ['|', ...value.trimEnd().split('\n')]
      .map((line) => (line === '|' ? line : `    ${line}`.trimEnd()))
      .join('\n')
  const short = typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value === 'string' || (short ?? '').length <= LINE_WIDTH) return short ?? 'null'
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
}
