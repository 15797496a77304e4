import type { ResourceRecordSet } from '@aws-sdk/client-route-53'
import type { Continent, RegionId } from '@meridian/topology'

/** A visitor's location, as geolocation records match it. */
export interface Whereabouts {
  readonly country: string
  readonly continent: Continent
  readonly subdivision?: string
  readonly rttMs: Readonly<Record<RegionId, number>>
}

/** The known health of a check: false if Route 53's checkers consider it unhealthy. */
export type Healthy = (healthCheckId: string) => boolean | undefined

/** The properties that the explanation needs. */
export type RecordSet = Pick<
  ResourceRecordSet,
  | 'Name'
  | 'Type'
  | 'SetIdentifier'
  | 'GeoLocation'
  | 'Failover'
  | 'Region'
  | 'Weight'
  | 'HealthCheckId'
  | 'AliasTarget'
  | 'ResourceRecords'
>

/** Lower case, without the trailing dot, and with `*` for `\052`. */
export const plainName = (name = ''): string => name.replace(/\.$/, '').replace('\\052', '*').toLowerCase()

export function ruleOf({ GeoLocation, Failover, Region, Weight }: RecordSet): string {
  if (GeoLocation?.SubdivisionCode)
    return `country ${GeoLocation.CountryCode}, subdivision ${GeoLocation.SubdivisionCode}`
  if (GeoLocation?.CountryCode)
    return GeoLocation.CountryCode === '*' ? 'default' : `country ${GeoLocation.CountryCode}`
  if (GeoLocation?.ContinentCode) return `continent ${GeoLocation.ContinentCode}`
  if (Failover) return Failover.toLowerCase()
  if (Region) return `latency to ${Region}`
  return Weight === undefined ? 'simple' : `weight ${Weight}`
}

export function leadsTo({ AliasTarget, ResourceRecords }: RecordSet): string {
  if (AliasTarget) return plainName(AliasTarget.DNSName)
  return (ResourceRecords ?? []).map(({ Value }) => Value).join(', ')
}
