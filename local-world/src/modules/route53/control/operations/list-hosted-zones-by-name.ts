import type { ListHostedZonesByNameRequest, ListHostedZonesByNameResponse } from '@aws-sdk/client-route-53'
import { apiName, fromApiName } from '../../model/names.ts'
import type { Route53Control } from '../context.ts'
import { hostedZoneShape } from '../shapes.ts'

const MAX_ITEMS = 100

/** Starts at a name, in the order of reversed labels: `com.example` before `com.example.a`. */
export const listHostedZonesByName =
  ({ store }: Route53Control) =>
  (input: ListHostedZonesByNameRequest): ListHostedZonesByNameResponse => {
    const from = reversed(fromApiName(input.DNSName ?? ''))
    const zones = store
      .all()
      .filter(({ name }) => reversed(name) >= from)
      .sort((left, right) => (reversed(left.name) < reversed(right.name) ? -1 : 1))
    const limit = Number(input.MaxItems ?? MAX_ITEMS)
    const next = zones[limit]
    return {
      HostedZones: zones.slice(0, limit).map(hostedZoneShape),
      ...(input.DNSName !== undefined && { DNSName: input.DNSName }),
      ...(input.HostedZoneId !== undefined && { HostedZoneId: input.HostedZoneId }),
      IsTruncated: next !== undefined,
      ...(next && { NextDNSName: apiName(next.name), NextHostedZoneId: next.id }),
      MaxItems: limit,
    }
  }

const reversed = (name: string): string => name.split('.').reverse().join('.')
