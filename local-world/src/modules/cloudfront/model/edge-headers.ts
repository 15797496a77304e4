import { CITIES, type CityId } from '@meridian/topology'
import type { Scheme } from './distribution.ts'
import { PLACES } from './places.ts'
import { deviceHeaders } from './viewer-device.ts'

/** RFC 5398: reserved for documentation. */
const TEST_NETWORK_ASN = '64496'

/** The viewer of one request. */
export interface EdgeViewer {
  readonly city: CityId
  readonly scheme: Scheme
  readonly address: string
  readonly port: number
  readonly userAgent: string | undefined
}

/** CloudFront-* headers, for the policies that name them. Unknown facts about a place are left out, as CloudFront does. */
export function edgeHeaders({ address, city, port, scheme, userAgent }: EdgeViewer): Record<string, string> {
  const { country, label, subdivision } = CITIES[city]
  const { metroCode, ...place } = PLACES[city]
  return {
    ...deviceHeaders(userAgent),
    'cloudfront-forwarded-proto': scheme,
    'cloudfront-viewer-address': `${address}:${port}`,
    'cloudfront-viewer-asn': TEST_NETWORK_ASN,
    'cloudfront-viewer-city': encodeURIComponent(label),
    'cloudfront-viewer-country': country,
    'cloudfront-viewer-country-name': place.countryName,
    'cloudfront-viewer-country-region-name': place.regionName,
    'cloudfront-viewer-http-version': '1.1',
    'cloudfront-viewer-latitude': place.latitude,
    'cloudfront-viewer-longitude': place.longitude,
    'cloudfront-viewer-postal-code': place.postalCode,
    'cloudfront-viewer-time-zone': place.timeZone,
    ...(subdivision && { 'cloudfront-viewer-country-region': subdivision }),
    ...(metroCode && { 'cloudfront-viewer-metro-code': metroCode }),
    // The loopback port counts as HTTPS but has no TLS handshake: this is the usual value.
    ...(scheme === 'https' && { 'cloudfront-viewer-tls': 'TLSv1.3:TLS_AES_128_GCM_SHA256:fullHandshake' }),
  }
}
