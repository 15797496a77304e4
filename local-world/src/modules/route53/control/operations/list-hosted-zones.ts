import type { ListHostedZonesRequest, ListHostedZonesResponse } from '@aws-sdk/client-route-53'
import type { Route53Control } from '../context.ts'
import { pageByMarker } from '../listing.ts'
import { hostedZoneShape } from '../shapes.ts'

export const listHostedZones =
  ({ store }: Route53Control) =>
  (input: ListHostedZonesRequest): ListHostedZonesResponse => {
    const { about, items } = pageByMarker(store.all(), input)
    return { HostedZones: items.map(hostedZoneShape), ...about }
  }
