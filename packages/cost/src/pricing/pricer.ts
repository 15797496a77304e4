import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { FIRST_PRIMARY, type RegionId } from '@meridian/topology'
import type { PriceId } from '../../prices/2026-11.ts'
import type { LoadProfile } from '../load/profiles.ts'
import { type RegionTraffic, trafficOf } from '../load/traffic.ts'
import type { PriceRegion } from '../price-list.ts'

/** A monthly quantity of one priced thing. */
export interface Usage {
  readonly price: PriceId
  /** In the price's unit. */
  readonly quantity: number
  /** Where it is billed, when that is not where the resource is. */
  readonly region?: PriceRegion
}

export interface PricingContext {
  readonly graph: ResourceGraph
  readonly profile: LoadProfile
}

/** What a resource of one type uses in a month. */
export type Pricer = (node: ResourceNode, context: PricingContext) => readonly Usage[]

/** Empty when nothing is used: zero lines would hide the others. */
export function use(price: PriceId, quantity: number, region?: PriceRegion): readonly Usage[] {
  if (quantity === 0) return []
  return [{ price, quantity, ...(region !== undefined && { region }) }]
}

/** The region a resource is in; global services are billed through the first primary. */
const regionOf = (node: ResourceNode): RegionId => node.region ?? FIRST_PRIMARY

export const trafficAt = (node: ResourceNode, { profile }: PricingContext): RegionTraffic =>
  trafficOf(profile, regionOf(node))

/** Resources of a type in the same region. */
export const neighbours = (
  node: ResourceNode,
  { graph }: PricingContext,
  type: string,
): readonly ResourceNode[] => graph.ofType(type).filter(({ region }) => region === node.region)
