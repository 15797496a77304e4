import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ResourceLine, ResourceView } from '../../shared/resources.ts'

interface GraphNode {
  readonly urn: string
  readonly type: string
  readonly name: string
  readonly id: string
  readonly parent?: string
  readonly region?: string
  readonly source?: { readonly file: string; readonly line: number }
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly dependencies: readonly string[]
}

/** The graph that a world was started from is in its folder; it is read for each question and not kept. */
async function readNodes(worldFile: string): Promise<readonly GraphNode[]> {
  const text = await readFile(join(dirname(worldFile), 'run', 'graph.json'), 'utf8')
  return (JSON.parse(text) as { resources: readonly GraphNode[] }).resources
}

export async function listResources(worldFile: string): Promise<readonly ResourceLine[]> {
  return (await readNodes(worldFile)).map(lineOf)
}

export async function readResource(worldFile: string, urn: string): Promise<ResourceView | undefined> {
  const nodes = await readNodes(worldFile)
  const node = nodes.find((each) => each.urn === urn)
  return (
    node && {
      ...lineOf(node),
      id: node.id,
      inputs: node.inputs,
      outputs: node.outputs,
      dependencies: node.dependencies,
      dependents: nodes.filter(({ dependencies }) => dependencies.includes(urn)).map((each) => each.urn),
    }
  )
}

const lineOf = ({ urn, type, name, parent, region, source }: GraphNode): ResourceLine => ({
  urn,
  type,
  name,
  parent,
  region,
  source: source && `${source.file}:${source.line}`,
})
