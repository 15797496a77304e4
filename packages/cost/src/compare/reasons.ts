import type { Estimate } from '../estimate.ts'
import { HOURS_PER_MONTH, perDay } from '../load/units.ts'
import type { DailyId, MonthlyId } from './reference.ts'

/** What sentences about an estimate are made from. */
function factsOf({ lines }: Estimate) {
  const of = (ids: RegExp) => lines.filter(({ price }) => ids.test(price.id))
  const quantity = (ids: RegExp) => of(ids).reduce((sum, line) => sum + line.quantity, 0)
  const usd = (ids: RegExp) => of(ids).reduce((sum, line) => sum + line.usdPerMonth, 0)
  return {
    hours: (ids: RegExp) => Math.round((quantity(ids) / HOURS_PER_MONTH) * 100) / 100,
    count: (ids: RegExp) => Math.round(quantity(ids)),
    month: (ids: RegExp) => dollars(usd(ids)),
    day: (ids: RegExp) => dollars(perDay(usd(ids))),
    named: (name: RegExp) =>
      new Set(lines.filter(({ resource }) => name.test(resource)).map(({ urn }) => urn)).size,
    resources: (type: string) =>
      new Set(lines.filter((line) => line.type.includes(type)).map(({ urn }) => urn)).size,
  }
}

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

/** Why the proof of concept's figure is another than the reference's; numbers are those of the estimate. */
export function whyDaily(id: DailyId, estimate: Estimate): string {
  const facts = factsOf(estimate)
  const sentences: Readonly<Record<DailyId, string>> = {
    aurora: `${facts.hours(/^aurora-acu/)} ACU on average over ${facts.resources('clusterInstance')} instances; the reference's range needs about 2 ACU for each instance all day.`,
    fargate: `${facts.hours(/^fargate-.*vcpu/)} vCPU on average; the reference's range is that of tasks with 0.75 vCPU each, ours have 0.25.`,
    nat: `${facts.hours(/^nat-hour/)} gateways and what passes through them; the list prices do not give more than a third of the reference's range.`,
    balancers: `${facts.hours(/^alb-hour/)} load balancers and ${facts.hours(/^alb-lcu/)} capacity units; their public addresses (${facts.day(/^public-ipv4/)} with those of the NAT gateways) are a line of their own. The reference’s range needs 18 units.`,
    edge: `health checks, queries and the zone are ${facts.day(/^route53/)}; the rest is visitors, whom the reference counts as data transfer.`,
    transfer:
      'between regions and zones only: what visitors download is billed by CloudFront and counted there.',
    total: `the sum of all lines; beyond the blocks above it has CloudWatch (${facts.day(/^(metric|alarm|composite-alarm|dashboard|canary-run|logs-)/)}), X-Ray (${facts.day(/^trace/)}) and public addresses (${facts.day(/^public-ipv4/)}), which the reference leaves out.`,
    optimised: `the reference’s own changes made at once. Its ceiling of 4 ACU, its logs of seven days and its one load balancer a region stand in the stack already, and two tasks leave nothing to Spot; what is left to change are edges that answer more, and endpoints beside the NAT gateways (${facts.day(/^endpoint/)}), which cost more than they spare.`,
  }
  return sentences[id]
}

/** Why production's figure is another than the reference's. */
export function whyMonthly(id: MonthlyId, estimate: Estimate): string {
  const facts = factsOf(estimate)
  const sentences: Readonly<Record<MonthlyId, string>> = {
    tls: 'public certificates are free.',
    alarms: `${facts.count(/^alarm/)} alarm metrics and ${facts.count(/^composite-alarm/)} composite alarms; the notices cost next to nothing.`,
    natPerZone:
      'the reference takes the price of a month for that of a day: three gateways cost about $109 a month, not $1,024.',
    waf: `${facts.count(/^waf-acl/)} web ACLs, because CloudFront and each region's load balancer need their own, with ${facts.count(/^waf-rule/)} rules; one ACL with a rule is the reference's figure.`,
    flowLogs: `${facts.named(/^flow-logs|-flow-log/)} logs, billed by the gigabyte that they fill, which is the traffic’s doing.`,
    rotation:
      'the function runs for seconds a month; replicas of secrets are billed as secrets, rotated or not.',
    tracing: `by the trace: sampling decides. Here ${facts.month(/^trace/)}.`,
    monitoring: `${facts.count(/^metric$/)} custom metrics, mostly Container Insights, ${facts.count(/^dashboard/)} dashboards and the canaries (${facts.month(/^canary/)}); queries of Logs Insights, which the reference means too, are not counted.`,
    shield: 'not used: the design does without it.',
    additional:
      'the sum of the lines above. Of the reference’s, $1,024 are its slip about NAT gateways; with their price of about $109 its own lines would add up to $187 to $257.',
  }
  return sentences[id]
}
