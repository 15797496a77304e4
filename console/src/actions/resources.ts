import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GraphContents, ResourceNode } from '@meridian/resource-graph'
import type { CostView, ResourceLine, ResourceView } from '../../shared/resources.ts'

/** As it is written, secrets masked. */
type WrittenGraph = Omit<GraphContents, 'nodes'> & { readonly resources: readonly ResourceNode[] }

/** The graph that a world was started from is in its folder; it is read for each question and not kept. */
async function readGraph(worldFile: string): Promise<GraphContents> {
  const text = await readFile(join(dirname(worldFile), 'run', 'graph.json'), 'utf8')
  const { resources, ...contents } = JSON.parse(text) as WrittenGraph
  return { ...contents, nodes: resources }
}

export async function listResources(worldFile: string): Promise<readonly ResourceLine[]> {
  return (await readGraph(worldFile)).nodes.map(lineOf)
}

export async function readResource(worldFile: string, urn: string): Promise<ResourceView | undefined> {
  const graph = await readGraph(worldFile)
  const { nodes } = graph
  const node = nodes.find((each) => each.urn === urn)
  return (
    node && {
      ...lineOf(node),
      id: node.id,
      inputs: node.inputs,
      outputs: node.outputs,
      dependencies: node.dependencies,
      cost: await costOf(graph, urn),
      dependents: nodes.filter(({ dependencies }) => dependencies.includes(urn)).map((each) => each.urn),
    }
  )
}

/** Of a typical day. The list of prices is loaded by those who ask, as it is larger than the rest of a console's data. */
async function costOf(contents: GraphContents, urn: string): Promise<readonly CostView[]> {
  const [{ estimate, perDay, pricingInput }, { ResourceGraph }] = await Promise.all([
    import('@meridian/cost'),
    import('@meridian/resource-graph'),
  ])
  return estimate(pricingInput(new ResourceGraph(contents), 'typical')).lines.flatMap((line) =>
    line.urn === urn
      ? [{ what: line.price.id, unit: line.price.unit, usdPerDay: perDay(line.usdPerMonth) }]
      : [],
  )
}

const lineOf = ({ urn, type, name, parent, region, source }: ResourceNode): ResourceLine => ({
  urn,
  type,
  name,
  parent,
  region,
  source: source && `${source.file}:${source.line}`,
})
