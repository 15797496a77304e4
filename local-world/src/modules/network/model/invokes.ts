import { REGIONS, type RegionId } from '@meridian/topology'
import type { InvokeBody } from '../../../kernel/resource-body.ts'

/** Zones that every account sees; N. Virginia has more on AWS, which no program here asks for. */
const ZONE_LETTERS = ['a', 'b', 'c'] as const

/** `use1-az1`: the zone's name that is the same in every account. */
export const zoneId = (region: RegionId, zone: string): string =>
  `${REGIONS[region].code}-az${ZONE_LETTERS.findIndex((letter) => zone.endsWith(letter)) + 1}`

const getAvailabilityZones: InvokeBody = (request) => {
  const names = ZONE_LETTERS.map((letter) => `${request.region}${letter}`)
  return {
    id: request.region,
    region: request.region,
    names,
    zoneIds: names.map((name) => zoneId(request.region, name)),
    groupNames: [request.region],
    ...request.args,
  }
}

const getRegion: InvokeBody = (request) => {
  const region = String(request.args.region ?? request.args.name ?? request.region)
  return {
    id: region,
    region,
    name: region,
    description: REGIONS[region as RegionId]?.label ?? region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }
}

/** The lists that AWS keeps of its own services' addresses; the id carries the name, so that rules stay readable. */
const getManagedPrefixList: InvokeBody = (request) => {
  const name = String(request.args.name ?? '')
  const id = prefixListId(name)
  return {
    ...request.args,
    id,
    name,
    arn: `arn:aws:ec2:${request.region}:aws:prefix-list/${id}`,
    addressFamily: 'IPv4',
    ownerId: 'AWS',
    version: 1,
    maxEntries: 0,
    entries: [],
    tags: {},
  }
}

/** `pl-` and the list's last words. */
const prefixListId = (name: string): string => `pl-${name.split('.').slice(-2).join('-')}`

/** Provider functions of EC2 that a program asks while it describes. */
export const networkInvokes: Readonly<Record<string, InvokeBody>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': getAvailabilityZones,
  'aws:index/getRegion:getRegion': getRegion,
  'aws:ec2/getManagedPrefixList:getManagedPrefixList': getManagedPrefixList,
}
