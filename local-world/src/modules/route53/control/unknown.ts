import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    ListHostedZonesResponse: ['NextMarker'],
    HostedZone: ['LinkedService', 'Features'],
    ListHostedZonesByNameResponse: ['HostedZoneId', 'NextDNSName', 'NextHostedZoneId'],
    GetHostedZoneResponse: ['VPCs'],
    DelegationSet: ['Id', 'CallerReference'],
    ResourceRecordSet: [
      'MultiValueAnswer',
      'TrafficPolicyInstanceId',
      'CidrRoutingConfig',
      'GeoProximityLocation',
    ],
    ListHealthChecksResponse: ['NextMarker'],
    HealthCheck: ['LinkedService', 'CloudWatchAlarmConfiguration'],
    HealthCheckConfig: ['IPAddress', 'MeasureLatency', 'EnableSNI', 'Regions'],
  },
}
