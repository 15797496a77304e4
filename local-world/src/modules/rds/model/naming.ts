import { createHash } from 'node:crypto'
import type { RegionId } from '@meridian/topology'

/** The hosted zones of RDS endpoints, by region; alias records to an endpoint name them. */
export const ENDPOINT_ZONE_IDS: Readonly<Record<RegionId, string>> = {
  'us-east-1': 'Z2R2ITUGPM61AM',
  'us-west-2': 'Z1PVIF0B656C1W',
  'ap-northeast-2': 'ZLA2NUCOLGUUR',
}

const ENDPOINT_HASH_CHARACTERS = 11

/** The part of every endpoint that identifies an account in a region: `c` and eleven characters. */
export function endpointHash(accountId: string, region: RegionId): string {
  const digest = createHash('sha256').update(`${accountId}/${region}`).digest('hex')
  return `c${BigInt(`0x${digest}`).toString(36).slice(0, ENDPOINT_HASH_CHARACTERS)}`
}

/** `<cluster>.cluster-<hash>.<region>.rds.amazonaws.com` and its two siblings. */
export const endpoints = {
  writer: (cluster: string, hash: string, region: RegionId) =>
    `${cluster}.cluster-${hash}.${region}.rds.amazonaws.com`,
  reader: (cluster: string, hash: string, region: RegionId) =>
    `${cluster}.cluster-ro-${hash}.${region}.rds.amazonaws.com`,
  instance: (instance: string, hash: string, region: RegionId) =>
    `${instance}.${hash}.${region}.rds.amazonaws.com`,
  global: (globalCluster: string, unique: string) =>
    `${globalCluster}.global-${unique}.global.rds.amazonaws.com`,
} as const

export const arns = {
  /** Global clusters belong to no region: their ARNs have an empty region. */
  globalCluster: (accountId: string, id: string) => `arn:aws:rds::${accountId}:global-cluster:${id}`,
  regional: (accountId: string, region: RegionId, kind: string, id: string) =>
    `arn:aws:rds:${region}:${accountId}:${kind}:${id}`,
} as const
