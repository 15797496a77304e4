import { describePosition } from './errors.ts'
import type { ResourceGraph, ResourceNode } from './resource-graph.ts'
import type { Urn } from './urn.ts'

interface Row {
  /** Tree lines and the resource's name. */
  readonly label: string
  readonly type: string
  readonly region: string
  readonly source: string
}

/** The resources as a tree, one per line: name, type, region, and where the program creates it. */
export function graphTree(graph: ResourceGraph): string {
  const children = Map.groupBy(graph.nodes, (node) => node.parent)
  const roots = graph.nodes.filter((node) => node.parent === undefined || !graph.byUrn(node.parent))
  const rows = [...roots].sort(byName).flatMap((root) => rowsOf(root, children, '', ''))
  const widths = {
    label: Math.max(0, ...rows.map((row) => row.label.length)),
    type: Math.max(0, ...rows.map((row) => row.type.length)),
    region: Math.max(0, ...rows.map((row) => row.region.length)),
  }
  return rows
    .map((row) =>
      [
        row.label.padEnd(widths.label),
        row.type.padEnd(widths.type),
        row.region.padEnd(widths.region),
        row.source,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowsOf(
  node: ResourceNode,
  children: ReadonlyMap<Urn | undefined, readonly ResourceNode[]>,
  branch: string,
  indent: string,
): readonly Row[] {
  const own: Row = {
    label: branch + node.name,
    type: shortType(node.type),
    region: node.region ?? '',
    source: node.source ? describePosition(node.source) : '',
  }
  const below = [...(children.get(node.urn) ?? [])].sort(byName)
  const rowsBelow = below.flatMap((child, index) => {
    const isLast = index === below.length - 1
    return rowsOf(child, children, `${indent}${isLast ? '└─ ' : '├─ '}`, `${indent}${isLast ? '   ' : '│  '}`)
  })
  return [own, ...rowsBelow]
}

/** `aws:ec2/vpc:Vpc` as people write it: `aws.ec2.Vpc`. */
export function shortType(type: string): string {
  const [provider = '', module = '', name = ''] = type.split(':')
  return provider === 'aws' ? `aws.${module.split('/')[0]}.${name}` : type
}

function byName(a: ResourceNode, b: ResourceNode): number {
  return a.name === b.name ? (a.type < b.type ? -1 : 1) : a.name < b.name ? -1 : 1
}
