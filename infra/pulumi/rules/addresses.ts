import { InvalidAddressPlanError } from '../errors.ts'

/** What a subnet is for: load balancers, tasks or databases. */
export const TIERS = ['public', 'private', 'isolated'] as const
export type Tier = (typeof TIERS)[number]

/** A VPC is a /16 of four /18 blocks, one per tier and one spare, so that an address rule can name a whole tier. */
const TIER_PREFIX = 18
/** A tier has four /20 subnets, one per zone, with 4,091 addresses each. */
const SUBNET_PREFIX = 20
export const MOST_ZONES = 2 ** (SUBNET_PREFIX - TIER_PREFIX)

/** The block that contains all of a tier's subnets. */
export function tierCidr(vpcCidr: string, tier: Tier): string {
  return nthBlock(vpcCidr, TIER_PREFIX, TIERS.indexOf(tier))
}

/** The block of one zone's subnet in a tier; zones count from 0. */
export function subnetCidr(vpcCidr: string, tier: Tier, zone: number): string {
  if (zone < 0 || zone >= MOST_ZONES)
    throw new InvalidAddressPlanError(`Zone ${zone} has no subnet: a tier holds zones 0 to ${MOST_ZONES - 1}`)
  return nthBlock(tierCidr(vpcCidr, tier), SUBNET_PREFIX, zone)
}

/** Whether two IPv4 blocks share an address. */
export function overlaps(left: string, right: string): boolean {
  const a = parseCidr(left)
  const b = parseCidr(right)
  return a.first < b.first + size(b.prefix) && b.first < a.first + size(a.prefix)
}

/** Whether the first IPv4 block contains every address of the second. */
export function contains(outer: string, inner: string): boolean {
  const a = parseCidr(outer)
  const b = parseCidr(inner)
  return a.first <= b.first && b.first + size(b.prefix) <= a.first + size(a.prefix)
}

interface Block {
  readonly first: number
  readonly prefix: number
}

function nthBlock(cidr: string, prefix: number, index: number): string {
  const whole = parseCidr(cidr)
  const first = whole.first + index * size(prefix)
  if (first + size(prefix) > whole.first + size(whole.prefix))
    throw new InvalidAddressPlanError(`${cidr} holds no /${prefix} number ${index}: give the VPC a /16`)
  return `${dotted(first)}/${prefix}`
}

function parseCidr(cidr: string): Block {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr)
  const [a, b, c, d, prefix] = (match ?? []).slice(1).map(Number)
  if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined)
    throw new InvalidAddressPlanError(`"${cidr}" is not an IPv4 block such as 10.0.0.0/16`)
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix }
}

function size(prefix: number): number {
  return 2 ** (32 - prefix)
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
