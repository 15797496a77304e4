import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GraphContents, ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import type {
  CostView,
  FindingView,
  ListedResource,
  ResourceLine,
  ResourceView,
} from '../../shared/resources.ts'

/** As it is written, secrets masked. */
type WrittenGraph = Omit<GraphContents, 'nodes'> & { readonly resources: readonly ResourceNode[] }

/** The graph that a world was started from is in its folder; it is read for each question and not kept. */
async function readGraph(worldFile: string): Promise<GraphContents> {
  const text = await readFile(join(dirname(worldFile), 'run', 'graph.json'), 'utf8')
  const { resources, ...contents } = JSON.parse(text) as WrittenGraph
  return { ...contents, nodes: resources }
}

export async function listResources(worldFile: string): Promise<readonly ListedResource[]> {
  const { nodes } = await readGraph(worldFile)
  const places = new Map(nodes.map(({ urn }, index) => [urn, index]))
  return nodes.map((node) => ({
    ...lineOf(node),
    needs: node.dependencies.flatMap((urn) => places.get(urn) ?? []),
  }))
}

export async function findNode(worldFile: string, urn: string): Promise<ResourceNode | undefined> {
  return (await readGraph(worldFile)).nodes.find((each) => each.urn === urn)
}

export async function readResource(worldFile: string, urn: string): Promise<ResourceView | undefined> {
  const contents = await readGraph(worldFile)
  const { nodes } = contents
  const node = nodes.find((each) => each.urn === urn)
  if (!node) return undefined
  const { ResourceGraph } = await import('@meridian/resource-graph')
  const graph = new ResourceGraph(contents)
  return {
    ...lineOf(node),
    id: node.id,
    inputs: node.inputs,
    outputs: node.outputs,
    dependencies: node.dependencies,
    cost: await costOf(graph, urn),
    findings: await findingsOf(graph, urn),
    dependents: nodes.filter(({ dependencies }) => dependencies.includes(urn)).map((each) => each.urn),
  }
}

/** Of a typical day. The list of prices is loaded by those who ask, as it is larger than the rest of a console's data. */
async function costOf(graph: ResourceGraph, urn: string): Promise<readonly CostView[]> {
  const { estimate, perDay, pricingInput } = await import('@meridian/cost')
  return estimate(pricingInput(graph, 'typical')).lines.flatMap((line) =>
    line.urn === urn
      ? [{ what: line.price.id, unit: line.price.unit, usdPerDay: perDay(line.usdPerMonth) }]
      : [],
  )
}

/** Of the rules over the graph; those that follow from AWS's own models are checked by `npm run policy`. */
async function findingsOf(graph: ResourceGraph, urn: string): Promise<readonly FindingView[]> {
  const { evaluate, RULES, today, WAIVERS } = await import('@meridian/policy')
  const waivers = WAIVERS[graph.contents.stack] ?? []
  const { findings, waived } = evaluate({ graph, rules: RULES, waivers, today: today() })
  return [...findings.map((finding) => ({ ...finding, waiver: undefined })), ...waived]
    .filter(({ resource }) => resource === urn)
    .map(({ rule, severity, property, seen, wanted, nextStep, waiver }) => ({
      rule,
      severity,
      property,
      seen,
      wanted,
      nextStep,
      waiver: waiver && { reason: waiver.reason, reviewBy: waiver.reviewBy },
    }))
}

const lineOf = ({ urn, type, name, parent, region, source }: ResourceNode): ResourceLine => ({
  urn,
  type,
  name,
  parent,
  region,
  source: source && `${source.file}:${source.line}`,
})
