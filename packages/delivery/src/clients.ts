import type { ECRClient } from '@aws-sdk/client-ecr'
import type { TargetDescription } from '@meridian/drills'
import type { RegionId } from '@meridian/topology'

const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 }

/** A registry in one region; the caller destroys it. Loaded at its first use, as the tools' other clients. */
export async function createEcrClient(
  target: Pick<TargetDescription, 'endpoint' | 'credentials'>,
  region: RegionId,
): Promise<ECRClient> {
  const { ECRClient: Client } = await import('@aws-sdk/client-ecr')
  return new Client({
    region,
    requestHandler: TIMEOUTS,
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
  })
}
