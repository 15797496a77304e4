/** A figure that the reference document gives, in its own unit. */
export interface ReferenceClaim<Id extends string = string> {
  readonly id: Id
  readonly what: string
  readonly per: 'day' | 'month'
  readonly from: number
  readonly to: number
  /** Stack that stands for what the document describes. */
  readonly stack: 'poc' | 'production'
}

const daily = <Id extends string>(id: Id, what: string, from: number, to: number): ReferenceClaim<Id> => ({
  id,
  what,
  per: 'day',
  from,
  to,
  stack: 'poc',
})

const monthly = <Id extends string>(id: Id, what: string, from: number, to = from): ReferenceClaim<Id> => ({
  id,
  what,
  per: 'month',
  from,
  to,
  stack: 'production',
})

/** What the proof of concept is said to cost by the day. */
export const DAILY_CLAIMS = [
  daily('aurora', 'Aurora in three regions', 20, 25),
  daily('fargate', 'twelve Fargate tasks', 11, 12),
  daily('nat', 'NAT gateways in three regions', 10, 15),
  daily('balancers', 'load balancers in three regions', 5, 8),
  daily('edge', 'Route 53 and CloudFront', 2, 3),
  daily('transfer', 'data transfer', 3, 5),
  daily('total', 'all of it', 45, 63),
  daily('optimised', 'all of it, optimised', 30, 40),
] as const

/** What production is said to add by the month. */
export const MONTHLY_CLAIMS = [
  monthly('tls', 'certificates', 0),
  monthly('alarms', 'alarms and notices', 5, 10),
  monthly('natPerZone', 'NAT gateways in a second zone', 1_024),
  monthly('waf', 'web ACLs, without their requests', 6, 10),
  monthly('flowLogs', 'VPC flow logs', 10, 15),
  monthly('rotation', 'rotation of secrets', 2, 3),
  monthly('tracing', 'X-Ray', 5, 10),
  monthly('monitoring', 'enhanced monitoring', 50, 100),
  monthly('shield', 'Shield Advanced, if at all', 3_000),
  monthly('additional', 'all of that, without Shield Advanced', 1_100, 1_200),
] as const

export type DailyId = (typeof DAILY_CLAIMS)[number]['id']
export type MonthlyId = (typeof MONTHLY_CLAIMS)[number]['id']
