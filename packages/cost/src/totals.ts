import type { CostLine, Estimate } from './estimate.ts'
import { perDay } from './load/units.ts'

export const GROUPINGS = ['resource', 'component', 'region', 'service'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface Total {
  readonly name: string
  /** Resources that cost something. */
  readonly resources: number
  readonly usdPerDay: number
  readonly usdPerMonth: number
}

const KEY: Readonly<Record<Grouping, (line: CostLine) => string>> = {
  resource: ({ resource, type }) => `${resource} (${shortName(type)})`,
  component: ({ component }) => component.replace(/^meridian:/, ''),
  region: ({ region }) => region,
  service: ({ price }) => price.service,
}

/** `aws:ec2/natGateway:NatGateway` is `NatGateway`. */
const shortName = (type: string): string => type.slice(type.lastIndexOf(':') + 1)

/** An estimate's lines summed by a grouping, the most expensive first. */
export function totalsBy(grouping: Grouping, { lines }: Pick<Estimate, 'lines'>): readonly Total[] {
  return [...Map.groupBy(lines, KEY[grouping])]
    .map(([name, group]) => ({ name, resources: new Set(group.map(({ urn }) => urn)).size, ...sums(group) }))
    .sort((a, b) => b.usdPerMonth - a.usdPerMonth || (a.name < b.name ? -1 : 1))
}

function sums(lines: readonly CostLine[]): {
  readonly usdPerDay: number
  readonly usdPerMonth: number
} {
  const usdPerMonth = lines.reduce((sum, line) => sum + line.usdPerMonth, 0)
  return { usdPerDay: perDay(usdPerMonth), usdPerMonth }
}
