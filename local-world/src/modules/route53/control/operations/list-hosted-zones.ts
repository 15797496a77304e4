import type { ListHostedZonesRequest, ListHostedZonesResponse } from '@aws-sdk/client-route-53'
import type { Route53Control } from '../context.ts'
import { hostedZoneShape } from '../shapes.ts'

const MAX_ITEMS = 100

export const listHostedZones =
  ({ store }: Route53Control) =>
  (input: ListHostedZonesRequest): ListHostedZonesResponse => ({
    HostedZones: store.all().slice(0, MAX_ITEMS).map(hostedZoneShape),
    Marker: input.Marker ?? '',
    IsTruncated: false,
    MaxItems: input.MaxItems ?? MAX_ITEMS,
  })
