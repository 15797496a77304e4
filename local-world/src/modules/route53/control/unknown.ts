import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    HostedZone: ['LinkedService', 'Features'],
    GetHostedZoneResponse: ['VPCs'],
    DelegationSet: ['Id', 'CallerReference'],
    ResourceRecordSet: [
      'MultiValueAnswer',
      'TrafficPolicyInstanceId',
      'CidrRoutingConfig',
      'GeoProximityLocation',
    ],
    HealthCheck: ['LinkedService', 'CloudWatchAlarmConfiguration'],
    HealthCheckConfig: ['IPAddress', 'MeasureLatency', 'EnableSNI', 'Regions'],
  },
}
