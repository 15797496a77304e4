import type { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { ECSClient } from '@aws-sdk/client-ecs'
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { RDSClient } from '@aws-sdk/client-rds'
import type { RDSDataClient } from '@aws-sdk/client-rds-data'
import type { Route53Client } from '@aws-sdk/client-route-53'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type AwsCallLimits, createAwsClient, type LimitedClient } from '@meridian/aws-clients'
import { FIRST_PRIMARY, type RegionId } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'

/**
 * The AWS clients of one target. Each SDK package is loaded on first use, because loading one takes longer than
 * most tools take in total; each client is created once per region.
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

/** A lost region must not keep the tool waiting for its control plane. */
const LIMITS: AwsCallLimits = { connectMs: 3_000, answerMs: 10_000, callMs: 20_000, attempts: 3 }

type Place = Pick<TargetDescription, 'endpoint' | 'credentials'>

type ClientClass<Client> = new (settings: ReturnType<typeof settingsFor>) => Client

function settingsFor({ endpoint, credentials }: Place, region: RegionId) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  }
}

/** One client of a target, with the limits shared by all tool clients. */
export function createToolClient<Client extends LimitedClient>(
  Client: ClientClass<Client>,
  target: Place,
  region: RegionId,
  limits: Partial<AwsCallLimits> = {},
): Client {
  return createAwsClient(Client, settingsFor(target, region), { ...LIMITS, ...limits })
}

/** `limits` lets tests use shorter timeouts. */
export function createAwsClients(target: Place, limits: Partial<AwsCallLimits> = {}): AwsClients {
  const made = new Map<string, Promise<{ destroy(): void }>>()

  function once<Client extends LimitedClient>(
    service: string,
    region: RegionId,
    load: () => Promise<ClientClass<Client>>,
  ): Promise<Client> {
    const key = `${service} ${region}`
    const known = made.get(key) as Promise<Client> | undefined
    if (known) return known
    const client = load().then((Class) => createToolClient(Class, target, region, limits))
    made.set(key, client)
    return client
  }

  return {
    rds: (region) => once('rds', region, async () => (await import('@aws-sdk/client-rds')).RDSClient),
    rdsData: (region) =>
      once('rds-data', region, async () => (await import('@aws-sdk/client-rds-data')).RDSDataClient),
    ecs: (region) => once('ecs', region, async () => (await import('@aws-sdk/client-ecs')).ECSClient),
    elbv2: (region) =>
      once('elbv2', region, async () => {
        return (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2Client
      }),
    cloudwatch: (region) =>
      once('cloudwatch', region, async () => (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient),
    secretsManager: (region) =>
      once('secrets manager', region, async () => {
        return (await import('@aws-sdk/client-secrets-manager')).SecretsManagerClient
      }),
    route53: () =>
      once('route53', FIRST_PRIMARY, async () => (await import('@aws-sdk/client-route-53')).Route53Client),
    cloudfront: () =>
      once('cloudfront', FIRST_PRIMARY, async () => {
        return (await import('@aws-sdk/client-cloudfront')).CloudFrontClient
      }),
    [Symbol.dispose]() {
      for (const client of made.values()) void client.then((ready) => ready.destroy())
    },
  }
}
