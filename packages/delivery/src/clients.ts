import type { ECRClient } from '@aws-sdk/client-ecr'
import { createToolClient, type TargetDescription } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

/** An ECR client for one region; the caller destroys it. Loaded at first use, like the tools' other clients. */
export async function createEcrClient(
  target: Pick<TargetDescription, 'endpoint' | 'credentials'>,
  region: RegionId,
): Promise<ECRClient> {
  const { ECRClient: Client } = await import('@aws-sdk/client-ecr')
  return createToolClient(Client, target, region)
}
