import { EVERYTHING, except, NOTHING, only, type Selection } from './selection.ts'

/** What of the viewer's request goes on to the origin, besides what the cache key has. */
export interface OriginRequestPolicy {
  readonly id: string
  readonly name: string
  readonly headers: Selection
  readonly cookies: Selection
  readonly queryStrings: Selection
  /** CloudFront-* headers to add. */
  readonly edgeHeaders: readonly string[]
}

/** The CloudFront-* headers that this world can fill in. */
export const EDGE_HEADERS = [
  'cloudfront-viewer-country',
  'cloudfront-viewer-country-region',
  'cloudfront-viewer-city',
  'cloudfront-viewer-address',
  'cloudfront-viewer-http-version',
  'cloudfront-forwarded-proto',
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
    edgeHeaders: [],
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
]
