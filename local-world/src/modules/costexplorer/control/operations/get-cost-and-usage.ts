import type {
  GetCostAndUsageRequest,
  GetCostAndUsageResponse,
  GroupDefinition,
  MetricValue,
} from '@aws-sdk/client-cost-explorer'
import type { CostLine } from '@meridian/cost'
import {
  DIMENSIONS,
  type Granularity,
  type Interval,
  intervalsIn,
  isDimension,
  quantityOf,
  usdOf,
} from '../../model/cost-and-usage.ts'
import { validation } from '../aws-errors.ts'
import type { CostExplorerControl } from '../context.ts'
import { filterOf } from '../filter.ts'

/** With one account, one bill and no discounts, all of them are the same amount. */
const COSTS = ['AmortizedCost', 'BlendedCost', 'NetAmortizedCost', 'NetUnblendedCost', 'UnblendedCost']
const QUANTITIES = ['UsageQuantity', 'NormalizedUsageAmount']

/** Every amount is an estimate: the graph's resources at list prices, the same every day. */
export const getCostAndUsage =
  ({ lines }: CostExplorerControl) =>
  (input: GetCostAndUsageRequest): GetCostAndUsageResponse => {
    const { Filter, Granularity, GroupBy = [], Metrics = [] } = input
    const interval = intervalOf(input)
    if (Metrics.length === 0) throw validation('Metrics are required')
    const unknown = Metrics.find((metric) => ![...COSTS, ...QUANTITIES].includes(metric))
    if (unknown !== undefined) throw validation(`Metric ${unknown} is not valid`)
    const keysOf = groupKeys(GroupBy)
    const kept = lines().filter(filterOf(Filter))
    return {
      GroupDefinitions: GroupBy,
      ResultsByTime: intervalsIn(interval, granularityOf(Granularity)).map((each) => ({
        TimePeriod: { Start: each.start, End: each.end },
        Total: GroupBy.length > 0 ? {} : valuesOf(kept, each, Metrics),
        Groups:
          GroupBy.length === 0
            ? []
            : [...Map.groupBy(kept, (line) => JSON.stringify(keysOf(line)))].map(([keys, group]) => ({
                Keys: JSON.parse(keys) as string[],
                Metrics: valuesOf(group, each, Metrics),
              })),
        Estimated: true,
      })),
      DimensionValueAttributes: [],
    }
  }

function intervalOf({ TimePeriod }: GetCostAndUsageRequest): Interval {
  const { End: end = '', Start: start = '' } = TimePeriod ?? {}
  for (const date of [start, end])
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
      throw validation(`Start and end are plain dates here, not "${date}"`)
  if (start >= end) throw validation('Start date (and hour) should be before end date (and hour)')
  return { start, end }
}

function granularityOf(granularity: string | undefined): Granularity {
  if (granularity === 'DAILY' || granularity === 'MONTHLY') return granularity
  throw validation(`Granularity ${granularity} is not estimated here; DAILY and MONTHLY are`)
}

function groupKeys(definitions: readonly GroupDefinition[]): (line: CostLine) => readonly string[] {
  if (definitions.length > 2) throw validation('Only two group by definitions are allowed')
  const dimensions = definitions.map(({ Key = '', Type }) => {
    if (Type !== 'DIMENSION' || !isDimension(Key))
      throw validation(
        `Cannot group by ${Type} ${Key} here; the dimensions are ${Object.keys(DIMENSIONS).join(', ')}`,
      )
    return DIMENSIONS[Key]
  })
  return (line) => dimensions.map((read) => read(line))
}

function valuesOf(
  lines: readonly CostLine[],
  interval: Interval,
  metrics: readonly string[],
): Record<string, MetricValue> {
  return Object.fromEntries(
    metrics.map((metric) => {
      const isCost = COSTS.includes(metric)
      const sum = lines.reduce(
        (total, line) => total + (isCost ? usdOf(line, interval) : quantityOf(line, interval)),
        0,
      )
      return [metric, { Amount: sum.toFixed(10), Unit: isCost ? 'USD' : 'N/A' }]
    }),
  )
}
