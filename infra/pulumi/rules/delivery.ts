/** Statuses for which CloudFront tries the second origin; 503 and 504 also stand for a failed connection and a time-out. */
export const FAILOVER_STATUS_CODES = [500, 502, 503, 504] as const

/** The path of the edge's own pages, and the page for when no region answers. */
export const ERROR_PAGES_PATTERN = '/errors/*'
export const UNAVAILABLE_PAGE = '/errors/unavailable.html'

/**
 * Errors that come only from the edge and load balancers, never from a service: a custom error response replaces an error from
 * any origin, on every path, but a form returned with 503, or a problem of the API, must reach the visitor unchanged.
 */
const REPLACED_STATUS_CODES: readonly number[] = [502, 504]

/** What the distribution does with errors. By default an edge caches one for 10 s, long after the next region could answer. */
export const ERROR_RESPONSES = FAILOVER_STATUS_CODES.map((errorCode) => ({
  errorCode,
  errorCachingMinTtl: 0,
  ...(REPLACED_STATUS_CODES.includes(errorCode) && {
    responseCode: errorCode,
    responsePagePath: UNAVAILABLE_PAGE,
  }),
}))

/** The only methods that an origin group supports. */
export const READ_METHODS = ['GET', 'HEAD', 'OPTIONS']
export const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']

/** CloudFront's own policies; their ids are the same in every account. */
export const MANAGED_POLICIES = {
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
} as const
