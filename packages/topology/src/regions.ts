/** The three AWS regions that Meridian runs in. */
export const REGION_IDS = ['us-east-1', 'us-west-2', 'ap-northeast-2'] as const

export type RegionId = (typeof REGION_IDS)[number]

export interface Region {
  readonly id: RegionId
  /** Short form used inside resource names, where lengths are limited. */
  readonly code: string
  /** The place it is commonly called by. */
  readonly label: string
  /** As AWS's consoles and notifications spell it. */
  readonly longLabel: string
  /** Private address range of its VPC; the three never overlap, because they are peered. */
  readonly vpcCidr: string
  /** Where a DNS query from inside the region appears to come from. */
  readonly country: string
  readonly continent: Continent
  readonly subdivision?: string
}

export type Continent = 'AF' | 'AN' | 'AS' | 'EU' | 'NA' | 'OC' | 'SA'

export const REGIONS: Readonly<Record<RegionId, Region>> = {
  'us-east-1': {
    id: 'us-east-1',
    code: 'use1',
    label: 'N. Virginia',
    longLabel: 'US East (N. Virginia)',
    vpcCidr: '10.0.0.0/16',
    country: 'US',
    continent: 'NA',
    subdivision: 'VA',
  },
  'us-west-2': {
    id: 'us-west-2',
    code: 'usw2',
    label: 'Oregon',
    longLabel: 'US West (Oregon)',
    vpcCidr: '10.1.0.0/16',
    country: 'US',
    continent: 'NA',
    subdivision: 'OR',
  },
  'ap-northeast-2': {
    id: 'ap-northeast-2',
    code: 'apne2',
    label: 'Seoul',
    longLabel: 'Asia Pacific (Seoul)',
    vpcCidr: '10.2.0.0/16',
    country: 'KR',
    continent: 'AS',
  },
}

/** The first writer of a new global database. After a switchover the writer is elsewhere: ask the database. */
export const FIRST_PRIMARY: RegionId = 'us-east-1'

export function isRegionId(value: string): value is RegionId {
  return (REGION_IDS as readonly string[]).includes(value)
}

/** Validates a region id from outside the program; throws an error that lists the valid ones. */
export function parseRegionId(value: string): RegionId {
  if (isRegionId(value)) return value
  throw new RangeError(`"${value}" is not one of Meridian's regions: ${REGION_IDS.join(', ')}`)
}

export function otherRegions(region: RegionId): readonly RegionId[] {
  return REGION_IDS.filter((candidate) => candidate !== region)
}
