import type { RegionId } from '@meridian/topology'
import { PriceMissingError } from './errors.ts'

/** `global` for services that have no region. */
export type PriceRegion = RegionId | 'global'

type Confidence =
  | 'quoted from the AWS price list'
  | 'page of AWS'
  | 'third party'
  | 'assumed equal, unverified'
  | 'from memory, unverified'

export interface PriceSource {
  readonly source: string
  /** Plain date on which the value was read. */
  readonly readOn: string
  readonly confidence: Confidence
}

/** What one unit of one thing costs in one region. */
export interface PriceEntry extends PriceSource {
  readonly id: string
  readonly region: PriceRegion
  /** AWS service as named on bills; `cost --by service` groups by it. */
  readonly service: string
  readonly unit: Unit
  readonly usd: number
}

/** Units that a price is for. Those with `-month` are kept for a month, the others are used up. */
export const UNITS = [
  'hour',
  'vCPU-hour',
  'GB-hour',
  'ACU-hour',
  'LCU-hour',
  'GB',
  'GB-month',
  'GB-second',
  'ACU-month',
  'million',
  'ten thousand',
  'thousand',
  'hundred thousand',
  'each',
  'each-month',
  'action-minute',
] as const

export type Unit = (typeof UNITS)[number]

interface PriceInRegions {
  readonly service: string
  readonly unit: Unit
  readonly at: readonly Pick<PriceEntry, 'region' | 'usd' | 'source' | 'readOn' | 'confidence'>[]
}

/** One thing that AWS sells, with its price in each region. */
export function price(service: string, unit: Unit, ...at: readonly PriceInRegions['at'][]): PriceInRegions {
  return { service, unit, at: at.flat() }
}

/** The same in both regions of the United States, as all of these prices are. */
export const us = (usd: number, source: PriceSource): PriceInRegions['at'] =>
  (['us-east-1', 'us-west-2'] as const).map((region) => ({ region, usd, ...source }))

export const seoul = (usd: number, source: PriceSource): PriceInRegions['at'] => [
  { region: 'ap-northeast-2', usd, ...source },
]

export const global = (usd: number, source: PriceSource): PriceInRegions['at'] => [
  { region: 'global', usd, ...source },
]

/** Prices by id and region; immutable: `changed` returns another list. */
export class PriceList<Id extends string = string> {
  readonly name: string
  readonly entries: readonly (PriceEntry & { readonly id: Id })[]
  readonly #byKey: ReadonlyMap<string, PriceEntry>

  constructor(name: string, entries: readonly (PriceEntry & { readonly id: Id })[]) {
    this.name = name
    this.entries = entries
    this.#byKey = new Map(entries.map((entry) => [`${entry.id} ${entry.region}`, entry]))
  }

  static of<Id extends string>(name: string, prices: Readonly<Record<Id, PriceInRegions>>): PriceList<Id> {
    const entries = (Object.entries(prices) as [Id, PriceInRegions][]).flatMap(
      ([id, { service, unit, at }]) => at.map((place) => ({ id, service, unit, ...place })),
    )
    return new PriceList(name, entries)
  }

  /** The price in this region, else the global price; throws when there is neither. */
  entry(id: Id, region: string | undefined): PriceEntry {
    const found = this.#byKey.get(`${id} ${region}`) ?? this.#byKey.get(`${id} global`)
    if (!found) throw new PriceMissingError(id, region, this.name)
    return found
  }

  /** The same list with some prices changed, for example by a discount. */
  changed(change: (entry: PriceEntry) => number): PriceList<Id> {
    return new PriceList(
      this.name,
      this.entries.map((entry) => ({ ...entry, usd: change(entry) })),
    )
  }
}
