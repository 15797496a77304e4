import type {
  ChangeResourceRecordSetsRequest,
  GetChangeRequest,
  GetHealthCheckRequest,
  GetHealthCheckStatusRequest,
  GetHostedZoneRequest,
  ListHealthChecksRequest,
  ListHostedZonesByNameRequest,
  ListHostedZonesRequest,
  ListResourceRecordSetsRequest,
  TestDNSAnswerRequest,
} from '@aws-sdk/client-route-53'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  ChangeResourceRecordSets: honours<ChangeResourceRecordSetsRequest>({
    HostedZoneId: true,
    ChangeBatch: {
      Comment: true,
      Changes: {
        Action: true,
        ResourceRecordSet: {
          Name: true,
          Type: true,
          SetIdentifier: true,
          Weight: true,
          Region: true,
          GeoLocation: true,
          Failover: true,
          TTL: true,
          ResourceRecords: true,
          AliasTarget: true,
          HealthCheckId: true,
        },
      },
    },
  }),
  GetChange: honours<GetChangeRequest>({ Id: true }),
  GetHealthCheck: honours<GetHealthCheckRequest>({ HealthCheckId: true }),
  GetHealthCheckStatus: honours<GetHealthCheckStatusRequest>({ HealthCheckId: true }),
  GetHostedZone: honours<GetHostedZoneRequest>({ Id: true }),
  ListHealthChecks: honours<ListHealthChecksRequest>({ Marker: true, MaxItems: true }),
  ListHostedZones: honours<ListHostedZonesRequest>({ Marker: true, MaxItems: true }),
  ListHostedZonesByName: honours<ListHostedZonesByNameRequest>({
    DNSName: true,
    HostedZoneId: true,
    MaxItems: true,
  }),
  ListResourceRecordSets: honours<ListResourceRecordSetsRequest>({
    HostedZoneId: true,
    StartRecordName: true,
    StartRecordType: true,
    StartRecordIdentifier: true,
    MaxItems: true,
  }),
  TestDNSAnswer: honours<TestDNSAnswerRequest>({
    HostedZoneId: true,
    RecordName: true,
    RecordType: true,
    ResolverIP: true,
    EDNS0ClientSubnetIP: true,
    EDNS0ClientSubnetMask: true,
  }),
}
