// Route 53's control plane.
// Not implemented: creating zones and health checks, tags, DNSSEC, traffic policies.
// Deliberately different: record changes last until the world stops; the program remains the source of truth.
// Client quirks: ids are returned with `/hostedzone/` and sent without it; JavaScript and botocore differ on a
// trailing slash.
import { AwsError, type WireOperation, type WireService } from '../../../kernel/wire-service.ts'
import { RequestLimit } from '../model/request-limit.ts'
import type { Route53Control } from './context.ts'
import { HONOURED } from './honoured.ts'
import { changeResourceRecordSets } from './operations/change-resource-record-sets.ts'
import { getChange } from './operations/get-change.ts'
import { getHealthCheck } from './operations/get-health-check.ts'
import { getHealthCheckStatus } from './operations/get-health-check-status.ts'
import { getHostedZone } from './operations/get-hosted-zone.ts'
import { listHealthChecks } from './operations/list-health-checks.ts'
import { listHostedZones } from './operations/list-hosted-zones.ts'
import { listHostedZonesByName } from './operations/list-hosted-zones-by-name.ts'
import { listResourceRecordSets } from './operations/list-resource-record-sets.ts'
import { testDnsAnswer } from './operations/test-dns-answer.ts'
import { UNKNOWN } from './unknown.ts'

const MILLISECONDS_PER_SECOND = 1_000

/** Binds every implemented operation to the running zones and checkers. */
export function createRoute53Control(parts: Omit<Route53Control, 'processing'>): WireService {
  const control: Route53Control = { ...parts, processing: new Set() }
  const limit = new RequestLimit(MILLISECONDS_PER_SECOND * parts.timeScale)
  return {
    scope: 'route53',
    protocol: 'rest-xml',
    isGlobal: true,
    namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    schemas: () => import('@aws-sdk/client-route-53'),
    admit() {
      if (!limit.admit(parts.clock.now())) throw new AwsError('Throttling', 'Rate exceeded')
    },
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      ChangeResourceRecordSets: changeResourceRecordSets(control),
      GetChange: getChange(control),
      GetHealthCheck: getHealthCheck(control),
      GetHealthCheckStatus: getHealthCheckStatus(control),
      GetHostedZone: getHostedZone(control),
      ListHealthChecks: listHealthChecks(control),
      ListHostedZones: listHostedZones(control),
      ListHostedZonesByName: listHostedZonesByName(control),
      ListResourceRecordSets: listResourceRecordSets(control),
      TestDNSAnswer: testDnsAnswer(control),
    } satisfies Record<string, WireOperation>,
  }
}
