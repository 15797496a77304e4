import type { GetHostedZoneRequest, GetHostedZoneResponse } from '@aws-sdk/client-route-53'
import { zoneOrFault } from '../faults.ts'
import type { Route53Control } from '../route53-control.ts'
import { hostedZoneShape } from '../shapes.ts'

export const getHostedZone =
  ({ store }: Route53Control) =>
  ({ Id }: GetHostedZoneRequest): GetHostedZoneResponse => {
    const zone = zoneOrFault(store, Id ?? '')
    return { HostedZone: hostedZoneShape(zone), DelegationSet: { NameServers: [...zone.nameServers] } }
  }
