import type { GetHostedZoneRequest, GetHostedZoneResponse } from '@aws-sdk/client-route-53'
import { zoneOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'
import { hostedZoneShape } from '../shapes.ts'

export const getHostedZone =
  ({ store }: Route53Control) =>
  ({ Id }: GetHostedZoneRequest): GetHostedZoneResponse => {
    const zone = zoneOrError(store, Id ?? '')
    return { HostedZone: hostedZoneShape(zone), DelegationSet: { NameServers: [...zone.nameServers] } }
  }
