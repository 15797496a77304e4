import { EVERYTHING, except, NOTHING, only, type Selection } from './selection.ts'

/** What an origin request includes of the viewer's request, in addition to the cache key. */
export interface OriginRequestPolicy {
  readonly id: string
  readonly name: string
  readonly headers: Selection
  readonly cookies: Selection
  readonly queryStrings: Selection
  /** CloudFront-* headers to add. */
  readonly edgeHeaders: readonly string[]
}

/** The viewer's device, location and protocol. */
const DEVICE_AND_PLACE = [
  'cloudfront-forwarded-proto',
  'cloudfront-is-android-viewer',
  'cloudfront-is-desktop-viewer',
  'cloudfront-is-ios-viewer',
  'cloudfront-is-mobile-viewer',
  'cloudfront-is-smarttv-viewer',
  'cloudfront-is-tablet-viewer',
  'cloudfront-viewer-city',
  'cloudfront-viewer-country',
  'cloudfront-viewer-country-name',
  'cloudfront-viewer-country-region',
  'cloudfront-viewer-country-region-name',
  'cloudfront-viewer-http-version',
  'cloudfront-viewer-latitude',
  'cloudfront-viewer-longitude',
  'cloudfront-viewer-metro-code',
  'cloudfront-viewer-postal-code',
  'cloudfront-viewer-time-zone',
  'cloudfront-viewer-tls',
] as const

/** The CloudFront-* headers that existed in June 2022. Source: developer guide, "Use managed origin request policies". */
export const EDGE_HEADERS = [
  ...DEVICE_AND_PLACE,
  'cloudfront-viewer-address',
  'cloudfront-viewer-asn',
] as const

/** AWS's own origin request policies; their ids are the same in every account. */
export const MANAGED_ORIGIN_REQUEST_POLICIES: readonly OriginRequestPolicy[] = [
  {
    id: '216adef6-5c7f-47e4-b989-5492eafa07d3',
    name: 'Managed-AllViewer',
    headers: EVERYTHING,
    cookies: EVERYTHING,
    queryStrings: EVERYTHING,
    edgeHeaders: [],
  },
  {
    id: '33f36d7e-f396-46d9-90e0-52428a34d9dc',
    name: 'Managed-AllViewerAndCloudFrontHeaders-2022-06',
    headers: EVERYTHING,
    cookies: EVERYTHING,
    queryStrings: EVERYTHING,
    edgeHeaders: EDGE_HEADERS,
  },
  {
    id: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    name: 'Managed-AllViewerExceptHostHeader',
    headers: except('host'),
    cookies: EVERYTHING,
    queryStrings: EVERYTHING,
    edgeHeaders: DEVICE_AND_PLACE,
  },
  {
    id: '59781a5b-3903-41f3-afcb-af62929ccde1',
    name: 'Managed-CORS-CustomOrigin',
    headers: only('origin'),
    cookies: NOTHING,
    queryStrings: NOTHING,
    edgeHeaders: [],
  },
  {
    id: 'acba4595-bd28-49b8-b9fe-13317c0390fa',
    name: 'Managed-UserAgentRefererHeaders',
    headers: only('user-agent', 'referer'),
    cookies: NOTHING,
    queryStrings: NOTHING,
    edgeHeaders: [],
  },
  {
    id: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
    name: 'Managed-CORS-S3Origin',
    headers: only('origin', 'access-control-request-headers', 'access-control-request-method'),
    cookies: NOTHING,
    queryStrings: NOTHING,
    edgeHeaders: [],
  },
  {
    id: 'bf0718e1-ba1e-49d1-88b1-f726733018ae',
    name: 'Managed-HostHeaderOnly',
    headers: only('host'),
    cookies: NOTHING,
    queryStrings: NOTHING,
    edgeHeaders: [],
  },
]
