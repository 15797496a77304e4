import type { ListResourceRecordSetsResponse, RRType } from '@aws-sdk/client-route-53'
import { CITIES } from '@meridian/topology'
import type { DnsAnswerView, DnsRequest } from '../../shared/dns.ts'
import type { OpenTarget } from '../watch/source.ts'
import { explainAnswer } from './explain.ts'
import type { RecordSet } from './record.ts'

type AskedTarget = Pick<OpenTarget, 'aws' | 'description'>

/** Asks Route 53 for its answer, and reads the records and health checks that explain it. */
export async function askDns(target: AskedTarget, request: DnsRequest): Promise<DnsAnswerView> {
  const { TestDNSAnswerCommand } = await import('@aws-sdk/client-route-53')
  const { zoneId } = target.description.stackOutputs
  const city = request.city && CITIES[request.city]
  const [ip, mask] = (city?.testNetwork ?? request.subnet ?? '').split('/')
  const client = await target.aws.route53()
  const [answer, records] = await Promise.all([
    client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: zoneId,
        RecordName: request.name,
        RecordType: request.type,
        ...(ip ? { EDNS0ClientSubnetIP: ip, ...(mask ? { EDNS0ClientSubnetMask: mask } : {}) } : {}),
      }),
    ),
    recordsOf(target, zoneId),
  ])
  const health = await healthOf(target, records)
  return {
    responseCode: answer.ResponseCode ?? '',
    values: answer.RecordData ?? [],
    nameServer: answer.Nameserver ?? '',
    steps: explainAnswer({
      name: request.name,
      type: request.type,
      records,
      from: city,
      isHealthy: (id) => health.get(id),
    }),
    caveat: caveatOf(target, request),
  }
}

function caveatOf({ description }: AskedTarget, { city }: DnsRequest): string | undefined {
  if (city === undefined) return 'Where a subnet is, only Route 53 knows: the areas below are not decided.'
  return description.name === 'aws'
    ? 'The cities’ test networks belong to no one, so AWS answers for them by the default record. Ask by a client subnet.'
    : undefined
}

async function recordsOf({ aws }: AskedTarget, HostedZoneId: string): Promise<readonly RecordSet[]> {
  const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const records: RecordSet[] = []
  let start:
    | { StartRecordName?: string; StartRecordType?: RRType; StartRecordIdentifier?: string }
    | undefined = {}
  while (start) {
    const page: ListResourceRecordSetsResponse = await client.send(
      new ListResourceRecordSetsCommand({ HostedZoneId, ...start }),
    )
    records.push(...(page.ResourceRecordSets ?? []))
    start = page.IsTruncated
      ? {
          ...(page.NextRecordName && { StartRecordName: page.NextRecordName }),
          ...(page.NextRecordType && { StartRecordType: page.NextRecordType }),
          ...(page.NextRecordIdentifier && { StartRecordIdentifier: page.NextRecordIdentifier }),
        }
      : undefined
  }
  return records
}

/** Omits health checks without observations, such as calculated ones. */
async function healthOf(
  { aws }: AskedTarget,
  records: readonly RecordSet[],
): Promise<ReadonlyMap<string, boolean>> {
  const { GetHealthCheckStatusCommand } = await import('@aws-sdk/client-route-53')
  const client = await aws.route53()
  const ids = [...new Set(records.flatMap(({ HealthCheckId }) => HealthCheckId ?? []))]
  const known = await Promise.all(
    ids.map(async (HealthCheckId) => {
      const status = await client
        .send(new GetHealthCheckStatusCommand({ HealthCheckId }))
        .catch(() => undefined)
      const seen = status?.HealthCheckObservations ?? []
      const healthy = seen.filter(({ StatusReport }) => StatusReport?.Status?.startsWith('Success')).length
      return seen.length === 0 ? [] : [[HealthCheckId, healthy / seen.length > HEALTHY_SHARE] as const]
    }),
  )
  return new Map(known.flat())
}

/** An endpoint is healthy if more than 18 % of the checkers report success: Route 53's documented threshold. */
const HEALTHY_SHARE = 0.18
