import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Members left out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Of zones and checks that another service of AWS made.': {
    HealthCheck: ['LinkedService'],
    HostedZone: ['LinkedService'],
  },
  'Zones are public, without DNSSEC and reusable delegation sets.': {
    DelegationSet: ['CallerReference', 'Id'],
    GetHostedZoneResponse: ['VPCs'],
    HostedZone: ['Features'],
  },
  'The record is refused that asks for it: nothing here does it.': {
    ResourceRecordSet: [
      'CidrRoutingConfig',
      'GeoProximityLocation',
      'MultiValueAnswer',
      'TrafficPolicyInstanceId',
    ],
  },
  'A check of an alarm names it; the alarm itself is CloudWatch’s to tell.': {
    HealthCheck: ['CloudWatchAlarmConfiguration'],
  },
}
