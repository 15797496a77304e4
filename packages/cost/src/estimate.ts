import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { PRICES_2026_11, type PriceId } from '../prices/2026-11.ts'
import { TypeUnpricedError } from './errors.ts'
import { type LoadProfile, PROFILES, type ProfileName } from './load/profiles.ts'
import type { PriceEntry, PriceList, PriceRegion } from './price-list.ts'
import { FREE_TYPES } from './pricing/free.ts'
import { PRICERS } from './pricing/index.ts'
import { SERVICE, taskHoursOf } from './pricing/task-hours.ts'

/** What one resource costs for one thing that it uses. */
export interface CostLine {
  readonly urn: string
  readonly type: string
  readonly resource: string
  /** Type token of the component that created it. */
  readonly component: string
  readonly region: PriceRegion
  readonly price: PriceEntry
  readonly quantity: number
  readonly usdPerMonth: number
}

export interface Estimate {
  readonly stack: string
  readonly profile: LoadProfile
  readonly prices: string
  readonly lines: readonly CostLine[]
  readonly usdPerMonth: number
  /** What the load needs and the stack does not allow: the estimate is for a stack that is too small. */
  readonly notes: readonly string[]
}

/** What is priced: a graph, a load and a price list. A suggestion changes one of the three. */
export interface PricingInput {
  readonly graph: ResourceGraph
  readonly profile: LoadProfile
  readonly prices: PriceList<PriceId>
}

export const pricingInput = (graph: ResourceGraph, profile: ProfileName): PricingInput => ({
  graph,
  profile: PROFILES[profile],
  prices: PRICES_2026_11,
})

/**
 * Prices every resource of a graph.
 *
 * @throws {TypeUnpricedError} naming every type that is neither priced nor free.
 * @throws {PriceMissingError} when something is used in a region without a price.
 */
export function estimate({ graph, profile, prices }: PricingInput): Estimate {
  refuseUnknownTypes(graph)
  const lines = graph.nodes
    .filter((node) => !node.isComponent)
    .flatMap((node) =>
      (PRICERS[node.type]?.(node, { graph, profile }) ?? []).map((usage): CostLine => {
        const price = prices.entry(usage.price, usage.region ?? node.region)
        return {
          urn: node.urn,
          type: node.type,
          resource: node.name,
          component: componentOf(node, graph),
          region: price.region,
          price,
          quantity: usage.quantity,
          usdPerMonth: usage.quantity * price.usd,
        }
      }),
    )
  return {
    stack: graph.contents.stack,
    profile,
    prices: prices.name,
    lines,
    usdPerMonth: lines.reduce((sum, line) => sum + line.usdPerMonth, 0),
    notes: shortages(graph, profile),
  }
}

function refuseUnknownTypes(graph: ResourceGraph): void {
  const unknown = graph.nodes
    .filter(({ isComponent, type }) => !isComponent && !(type in PRICERS) && !(type in FREE_TYPES))
    .map(({ type }) => type)
  if (unknown.length > 0) throw new TypeUnpricedError([...new Set(unknown)].sort())
}

const NO_COMPONENT = 'the program itself'

function componentOf(node: ResourceNode, graph: ResourceGraph): string {
  const parent = node.parent === undefined ? undefined : graph.byUrn(node.parent)
  return parent?.isComponent && parent.type !== 'pulumi:pulumi:Stack' ? parent.type : NO_COMPONENT
}

function shortages(graph: ResourceGraph, profile: LoadProfile): readonly string[] {
  return graph.ofType(SERVICE).flatMap((service) => {
    const { wanted, most } = taskHoursOf(service, { graph, profile })
    return wanted > most
      ? [`${service.name} needs ${wanted} tasks under this load and may have ${most}: it would not keep up.`]
      : []
  })
}
