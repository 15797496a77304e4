import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { GraphContents, ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import type {
  CostView,
  FindingView,
  ListedResource,
  ResourceLine,
  ResourceView,
} from '../../shared/resources.ts'

/** As written to disk, with masked secrets. */
type WrittenGraph = Omit<GraphContents, 'nodes'> & { readonly resources: readonly ResourceNode[] }

const graphFileOf = (worldFile: string): string => join(dirname(worldFile), 'run', 'graph.json')

/** One click requests a resource, its live state, prices and policy findings. */
const SHARED_MS = 2_000
let shared: { readonly worldFile: string; readonly graph: Promise<GraphContents> } | undefined

/** Reads the world's graph from its folder; the requests of one click share the result, which is then dropped. */
function readGraph(worldFile: string): Promise<GraphContents> {
  if (shared?.worldFile === worldFile) return shared.graph
  const reading = { worldFile, graph: readWhole(worldFile) }
  shared = reading
  setTimeout(() => {
    if (shared === reading) shared = undefined
  }, SHARED_MS).unref()
  return reading.graph
}

async function readWhole(worldFile: string): Promise<GraphContents> {
  const text = await readFile(graphFileOf(worldFile), 'utf8')
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

export async function readResource(
  worldFile: string,
  repositoryRoot: string,
  urn: string,
): Promise<ResourceView | undefined> {
  const { nodes } = await readGraph(worldFile)
  const node = nodes.find((each) => each.urn === urn)
  if (!node) return undefined
  const { costs, findings } = await judgedOf(worldFile, repositoryRoot)
  return {
    ...lineOf(node),
    id: node.id,
    inputs: node.inputs,
    outputs: node.outputs,
    dependencies: node.dependencies,
    cost: costs.get(urn) ?? [],
    findings: findings.get(urn) ?? [],
    dependents: nodes.filter(({ dependencies }) => dependencies.includes(urn)).map((each) => each.urn),
  }
}

/** Costs and policy findings of a whole graph, by URN. */
interface Judged {
  readonly costs: ReadonlyMap<string, readonly CostView[]>
  readonly findings: ReadonlyMap<string, readonly FindingView[]>
}

let kept: { readonly version: string; readonly judged: Promise<Judged> } | undefined

/** Cached per world, because evaluating a whole graph takes a second in which nothing else is served. */
async function judgedOf(worldFile: string, repositoryRoot: string): Promise<Judged> {
  const { mtimeMs } = await stat(graphFileOf(worldFile))
  const version = `${worldFile} ${mtimeMs}`
  if (kept?.version !== version) {
    kept = { version, judged: judge(worldFile, repositoryRoot) }
    kept.judged.catch(() => {
      kept = undefined
    })
  }
  return kept.judged
}

async function judge(worldFile: string, repositoryRoot: string): Promise<Judged> {
  const { ResourceGraph } = await import('@meridian/resource-graph')
  const graph = new ResourceGraph(await readGraph(worldFile))
  return { costs: await costsOf(graph), findings: await findingsOf(graph, repositoryRoot) }
}

/** Costs of a typical day. The price list is imported only when needed, because it is larger than all other data of a console. */
async function costsOf(graph: ResourceGraph): Promise<Judged['costs']> {
  const { estimate, perDay, pricingInput } = await import('@meridian/cost')
  const lines = estimate(pricingInput(graph, 'typical')).lines.map(({ urn, price, usdPerMonth }) => ({
    urn,
    view: { what: price.id, unit: price.unit, usdPerDay: perDay(usdPerMonth) },
  }))
  return byUrn(lines)
}

/**
 * Findings of the rules over the graph; `npm run policy` checks those derived from AWS's own models. Rules locate the checkout's
 * sources by their own path, so they are imported from there and not from the console's bundle.
 */
async function findingsOf(graph: ResourceGraph, repositoryRoot: string): Promise<Judged['findings']> {
  const policy = pathToFileURL(join(repositoryRoot, 'packages', 'policy', 'src', 'index.ts')).href
  const { evaluate, RULES, today, WAIVERS } = (await import(policy)) as typeof import('@meridian/policy')
  const waivers = WAIVERS[graph.contents.stack] ?? []
  const { findings, waived } = evaluate({ graph, rules: RULES, waivers, today: today() })
  const all = [...findings.map((finding) => ({ ...finding, waiver: undefined })), ...waived]
  return byUrn(
    all.map(({ resource, rule, severity, property, seen, wanted, nextStep, waiver }) => ({
      urn: resource,
      view: {
        rule,
        severity,
        property,
        seen,
        wanted,
        nextStep,
        waiver: waiver && { reason: waiver.reason, reviewBy: waiver.reviewBy },
      },
    })),
  )
}

function byUrn<View>(
  each: readonly { readonly urn: string; readonly view: View }[],
): ReadonlyMap<string, readonly View[]> {
  const groups = Map.groupBy(each, ({ urn }) => urn)
  return new Map([...groups].map(([urn, members]) => [urn, members.map(({ view }) => view)]))
}

const lineOf = ({ urn, type, name, parent, region, source }: ResourceNode): ResourceLine => ({
  urn,
  type,
  name,
  parent,
  region,
  source: source && `${source.file}:${source.line}`,
})
