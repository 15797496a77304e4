import type { ResourceGraph } from '@meridian/resource-graph'
import { type CostLine, type Estimate, estimate, type PricingInput, pricingInput } from '../estimate.ts'
import type { ProfileName } from '../load/profiles.ts'
import { withOneNatGateway } from '../suggest/changes.ts'
import { SUGGESTIONS } from '../suggest/suggestions.ts'
import { sums } from '../totals.ts'
import { whyDaily, whyMonthly } from './reasons.ts'
import {
  DAILY_CLAIMS,
  type DailyId,
  MONTHLY_CLAIMS,
  type MonthlyId,
  type ReferenceClaim,
} from './reference.ts'

export interface ComparedClaim extends ReferenceClaim {
  /** From the graph and the price list, in the claim's unit. */
  readonly usd: number
  readonly verdict: 'below' | 'within' | 'above'
  readonly why: string
}

const byService =
  (...services: readonly string[]) =>
  ({ price }: CostLine): boolean =>
    services.includes(price.service)

const byPrice =
  (pattern: RegExp) =>
  ({ price }: CostLine): boolean =>
    pattern.test(price.id)

const DAILY: Readonly<Record<Exclude<DailyId, 'optimised'>, (line: CostLine) => boolean>> = {
  aurora: byService('Aurora'),
  fargate: byService('Fargate'),
  nat: byService('NAT gateway'),
  balancers: byService('Load balancer'),
  edge: byService('Route 53', 'CloudFront'),
  transfer: byService('Data transfer'),
  total: () => true,
}

const isOfType = (part: string) => (line: CostLine) => line.type.includes(part)

const MONTHLY: Readonly<
  Record<Exclude<MonthlyId, 'natPerZone' | 'additional'>, (line: CostLine) => boolean>
> = {
  tls: isOfType(':acm/'),
  alarms: (line) => byPrice(/alarm/)(line) || byService('SNS')(line),
  waf: byPrice(/^waf-(acl|rule)$/),
  flowLogs: (line) =>
    isOfType('ec2/flowLog')(line) || (isOfType('logGroup')(line) && /flow/.test(line.resource)),
  rotation: (line) => byService('Lambda')(line) && /rotat/.test(line.resource),
  tracing: byService('X-Ray'),
  monitoring: (line) => byPrice(/^(metric|dashboard|canary-run)$/)(line),
  shield: byService('Shield'),
}

/** What the reference's optimised table changes; the rest of its list is for other stacks, or for commitments of a year. */
const OPTIMISATIONS = ['spot', 'acu-ceiling', 'endpoints-beside-nat', 'log-retention', 'cache']

/** The reference's figures beside those of the graph, under one load. */
export function compareWithReference(
  graphs: Readonly<Record<'poc' | 'production', ResourceGraph>>,
  profile: ProfileName,
): readonly ComparedClaim[] {
  const poc = estimate(pricingInput(graphs.poc, profile))
  const optimised = estimate(withOptimisations(pricingInput(graphs.poc, profile)))
  const production = estimate(pricingInput(graphs.production, profile))
  return [
    ...DAILY_CLAIMS.map((claim) => {
      if (claim.id === 'optimised')
        return compared(claim, sums(optimised.lines).usdPerDay, whyDaily(claim.id, optimised))
      const lines = poc.lines.filter(DAILY[claim.id])
      return compared(claim, sums(lines).usdPerDay, whyDaily(claim.id, poc))
    }),
    ...MONTHLY_CLAIMS.map((claim) => compared(claim, monthlyUsd(claim.id), whyMonthly(claim.id, production))),
  ]

  function monthlyUsd(id: MonthlyId): number {
    if (id === 'natPerZone') return secondZoneUsd(production, graphs.production, profile)
    if (id !== 'additional') return sums(production.lines.filter(MONTHLY[id])).usdPerMonth
    return MONTHLY_CLAIMS.map((claim) => claim.id)
      .filter((each) => each !== 'additional' && each !== 'shield')
      .reduce((sum, each) => sum + monthlyUsd(each), 0)
  }
}

/** All of them at once; what the stack has already changes nothing. */
function withOptimisations(input: PricingInput): PricingInput {
  return SUGGESTIONS.filter(({ id }) => OPTIMISATIONS.includes(id)).reduce(
    (changed, { change }) => change(changed) ?? changed,
    input,
  )
}

/** What the second gateway of each region costs: the difference to a graph without it. */
function secondZoneUsd(production: Estimate, graph: ResourceGraph, profile: ProfileName): number {
  const input = pricingInput(graph, profile)
  return production.usdPerMonth - estimate({ ...input, graph: withOneNatGateway(graph) }).usdPerMonth
}

function compared(claim: ReferenceClaim, usd: number, why: string): ComparedClaim {
  const cents = Math.round(usd * 100) / 100
  const verdict = cents < claim.from ? 'below' : cents > claim.to ? 'above' : 'within'
  return { ...claim, usd: cents, verdict, why }
}
