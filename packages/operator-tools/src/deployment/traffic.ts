import type {
  HealthCheckObservation,
  ListResourceRecordSetsCommandInput,
  ListResourceRecordSetsCommandOutput,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53'
import { AREAS, dnsNames, REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { type Check, checkThat, passed } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'

/** Route 53's health checks and records, and the distribution in front of them. */
export async function checkTraffic(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const checks = await Promise.all([
    ...REGION_IDS.map((region) => checkHealthCheck(target, aws, region)),
    checkRecords(target, aws),
    checkDistribution(target, aws),
  ])
  return checks.flat()
}

/** Regions whose health check is currently healthy. */
export async function healthyRegions(
  target: TargetDescription,
  aws: AwsClients,
): Promise<ReadonlySet<RegionId>> {
  const checks = await Promise.all(
    REGION_IDS.map(async (region) => {
      const [check] = await checkHealthCheck(target, aws, region).catch(() => [])
      return check?.verdict === 'ok' ? [region] : []
    }),
  )
  return new Set(checks.flat())
}

async function checkHealthCheck(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly Check[]> {
  const { GetHealthCheckStatusCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const answer = await client.send(
    new GetHealthCheckStatusCommand({ HealthCheckId: target.stackOutputs.healthChecks[region] }),
  )
  return [judgeHealthCheck(region, answer.HealthCheckObservations ?? [])]
}

/** Route 53 considers an endpoint healthy when more than 18 % of its checkers do. */
const HEALTHY_SHARE = 0.18

export function judgeHealthCheck(region: RegionId, observations: readonly HealthCheckObservation[]): Check {
  const healthy = observations.filter(({ StatusReport }) => StatusReport?.Status?.startsWith('Success'))
  return checkThat(
    observations.length > 0 && healthy.length / observations.length > HEALTHY_SHARE,
    `Route 53's health check of ${region} is healthy`,
    `${healthy.length} of ${observations.length} checkers`,
  )
}

async function checkRecords(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  return judgeRecords(target.stackOutputs.domain, await listRecords(target, aws))
}

/** The SDK has no paginator for this operation, whose next page is identified by three fields. */
async function listRecords(
  target: TargetDescription,
  aws: AwsClients,
): Promise<readonly ResourceRecordSet[]> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const records: ResourceRecordSet[] = []
  let start: Partial<ListResourceRecordSetsCommandInput> | undefined = {}
  while (start) {
    const page: ListResourceRecordSetsCommandOutput = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: target.stackOutputs.zoneId, ...start }),
    )
    records.push(...(page.ResourceRecordSets ?? []))
    start = page.IsTruncated
      ? {
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          StartRecordIdentifier: page.NextRecordIdentifier,
        }
      : undefined
  }
  return records
}

/** Every area has a record in both tables, including the default: without it, an unlocated visitor gets no answer. */
export function judgeRecords(domain: string, records: readonly ResourceRecordSet[]): readonly Check[] {
  const names = dnsNames(domain)
  const of = (name: string) => records.filter((record) => record.Name?.replace(/\.$/, '') === name)
  return (['nearest', 'next'] as const).flatMap((table) => {
    const found = new Set(of(names[table]).map((record) => record.SetIdentifier))
    const missing = AREAS.filter((area) => !found.has(area.id)).map((area) => area.id)
    const hasDefault = of(names[table]).some((record) => record.GeoLocation?.CountryCode === '*')
    return [
      checkThat(
        missing.length === 0,
        `${table} has a record for every area`,
        missing.length === 0 ? `${found.size} areas` : `missing: ${missing.join(', ')}`,
      ),
      checkThat(
        hasDefault,
        `${table} answers visitors whose area is unknown`,
        hasDefault ? 'default record' : 'no default record',
      ),
    ]
  })
}

async function checkDistribution(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const { GetDistributionCommand } = await import('@aws-sdk/client-cloudfront')
  const client = await aws.cloudfront()
  const { Distribution } = await client.send(
    new GetDistributionCommand({ Id: target.stackOutputs.distributionId }),
  )
  const isEnabled = Distribution?.DistributionConfig?.Enabled === true
  const groups = Distribution?.DistributionConfig?.OriginGroups?.Items ?? []
  return [
    checkThat(
      Distribution?.Status === 'Deployed' && isEnabled,
      'the distribution is deployed and enabled',
      `${Distribution?.Status}, ${isEnabled ? 'enabled' : 'disabled'}`,
    ),
    groups.length > 0
      ? passed('the distribution fails over between origins', groups.map((group) => group.Id).join(', '))
      : checkThat(false, 'the distribution fails over between origins', 'no origin group'),
  ]
}
