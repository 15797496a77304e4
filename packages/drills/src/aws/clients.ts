import type { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { ECSClient } from '@aws-sdk/client-ecs'
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { RDSClient } from '@aws-sdk/client-rds'
import type { RDSDataClient } from '@aws-sdk/client-rds-data'
import type { Route53Client } from '@aws-sdk/client-route-53'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { FIRST_PRIMARY, type RegionId } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'

/**
 * The AWS clients of one target. Each SDK package is loaded at its first use, because loading one takes longer than
 * most of the tools' whole work; each client is made once for a region.
 */
export interface AwsClients extends Disposable {
  rds(region: RegionId): Promise<RDSClient>
  /** SQL over HTTP. */
  rdsData(region: RegionId): Promise<RDSDataClient>
  ecs(region: RegionId): Promise<ECSClient>
  elbv2(region: RegionId): Promise<ElasticLoadBalancingV2Client>
  cloudwatch(region: RegionId): Promise<CloudWatchClient>
  secretsManager(region: RegionId): Promise<SecretsManagerClient>
  /** Global: its endpoint is in us-east-1. */
  route53(): Promise<Route53Client>
  cloudfront(): Promise<CloudFrontClient>
}

const MAX_ATTEMPTS = 3
/** A region that is gone must not keep the tool waiting for its control plane. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 10_000 }

export function createAwsClients(target: Pick<TargetDescription, 'endpoint' | 'credentials'>): AwsClients {
  const made = new Map<string, Promise<{ destroy(): void }>>()

  function settings(region: RegionId) {
    return {
      region,
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: TIMEOUTS,
      ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
      ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
    }
  }

  function once<Client extends { destroy(): void }>(
    key: string,
    make: () => Promise<Client>,
  ): Promise<Client> {
    const known = made.get(key) as Promise<Client> | undefined
    if (known) return known
    const client = make()
    made.set(key, client)
    return client
  }

  return {
    rds: (region) =>
      once(
        `rds ${region}`,
        async () => new (await import('@aws-sdk/client-rds')).RDSClient(settings(region)),
      ),
    rdsData: (region) =>
      once(
        `rds-data ${region}`,
        async () => new (await import('@aws-sdk/client-rds-data')).RDSDataClient(settings(region)),
      ),
    ecs: (region) =>
      once(
        `ecs ${region}`,
        async () => new (await import('@aws-sdk/client-ecs')).ECSClient(settings(region)),
      ),
    elbv2: (region) =>
      once(`elbv2 ${region}`, async () => {
        const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2')
        return new ElasticLoadBalancingV2Client(settings(region))
      }),
    cloudwatch: (region) =>
      once(`cloudwatch ${region}`, async () => {
        const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch')
        return new CloudWatchClient(settings(region))
      }),
    secretsManager: (region) =>
      once(`secrets manager ${region}`, async () => {
        const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
        return new SecretsManagerClient(settings(region))
      }),
    route53: () =>
      once('route53', async () => {
        const { Route53Client } = await import('@aws-sdk/client-route-53')
        return new Route53Client(settings(FIRST_PRIMARY))
      }),
    cloudfront: () =>
      once('cloudfront', async () => {
        const { CloudFrontClient } = await import('@aws-sdk/client-cloudfront')
        return new CloudFrontClient(settings(FIRST_PRIMARY))
      }),
    [Symbol.dispose]() {
      for (const client of made.values()) void client.then((ready) => ready.destroy())
    },
  }
}
