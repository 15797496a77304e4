import { readFile } from 'node:fs/promises'
import { CITIES, type CityId, REGION_IDS, type RegionId } from '@meridian/topology'
import { type AwsClients, createAwsClients } from '../aws/clients.ts'
import { explainAwsError } from '../aws/explain.ts'
import type { Route } from '../probes/connection.ts'
import type { TargetDescription } from './target.ts'

/** Where a request enters: a region's own load balancer, or the edge nearest to the vantage. */
export type EntryPoint = RegionId | 'edge'

/** What is needed to use a target's entry points. */
export interface TargetAccess {
  /** The target's own CA, if it has one. */
  readonly ca: string | undefined
  /** The headers that load balancers require from callers that bypass the edge, or why they could not be read. */
  readonly originHeaders: Readonly<Record<string, string>> | Error
}

/**
 * The route from a city to an entry point; direct when the target has no vantage in the city. Throws when the entry point
 * is a region and its required headers could not be read.
 */
export function routeTo(
  target: TargetDescription,
  city: CityId | undefined,
  entryPoint: EntryPoint,
  { ca, originHeaders }: TargetAccess,
): Route {
  const { edgeDomain, loadBalancers } = target.stackOutputs
  const vantage = target.vantages.find((candidate) => candidate.city === city)
  const way = {
    ...(vantage && { proxy: vantage.proxy }),
    ...(ca === undefined ? {} : { ca }),
  }
  if (entryPoint === 'edge') return { origin: `https://${edgeDomain}`, ...way }
  if (originHeaders instanceof Error) throw originHeaders
  return { origin: loadBalancers[entryPoint].url, headers: originHeaders, ...way }
}

/** Reads the target's CA and the origin key; the key from the first region that answers, because one may be lost. */
export async function accessTo(target: TargetDescription): Promise<TargetAccess> {
  using aws = createAwsClients(target)
  const { header, secretArns } = target.stackOutputs.originAccess
  const [ca, originHeaders] = await Promise.all([
    authorityOf(target),
    readAnywhere(aws, secretArns).then(
      (key) => ({ [header]: key }),
      (error: unknown) => asError(explainAwsError(error, target)),
    ),
  ])
  return { ca, originHeaders }
}

/** Access through the edge only, which needs no origin key. */
export async function edgeAccess(target: TargetDescription): Promise<TargetAccess> {
  return {
    ca: await authorityOf(target),
    originHeaders: new Error('Regions are not asked past the edge here: the origin key was not read'),
  }
}

async function authorityOf({ certificateFile }: TargetDescription): Promise<string | undefined> {
  return certificateFile === undefined ? undefined : readFile(certificateFile, 'utf8')
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

async function readAnywhere(
  aws: AwsClients,
  secretArns: Readonly<Record<RegionId, string>>,
): Promise<string> {
  const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager')
  const asked = REGION_IDS.map(async (region) => {
    const client = await aws.secretsManager(region)
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArns[region] }))
    return SecretString ?? ''
  })
  return Promise.any(asked).catch((error: AggregateError) => {
    throw error.errors[0]
  })
}

/** The vantage nearest to a region; undefined when the target has none. */
export function nearestVantage(target: TargetDescription, region: RegionId): CityId | undefined {
  return target.vantages
    .map(({ city }) => city)
    .sort((left, right) => CITIES[left].rttMs[region] - CITIES[right].rttMs[region])[0]
}
