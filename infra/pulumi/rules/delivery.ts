/** Answers on which CloudFront tries the second origin; 503 and 504 also stand for a failed connection and a time-out. */
export const FAILOVER_STATUS_CODES = [500, 502, 503, 504] as const

/** Where the edge's own pages are, and the one for when no region answers. */
export const ERROR_PAGES_PATTERN = '/errors/*'
export const UNAVAILABLE_PAGE = '/errors/unavailable.html'

/**
 * Errors that only the edge and load balancers make, and neither service: a custom error response replaces an error of any origin that made
 * it, on every path, and a form that comes back with 503, or a problem of the API, must reach the visitor as it is.
 */
const REPLACED_STATUS_CODES: readonly number[] = [502, 504]

/** What the distribution does with errors. CloudFront would keep a failure for 10 s at each edge, long after the next region could answer. */
export const ERROR_RESPONSES = FAILOVER_STATUS_CODES.map((errorCode) => ({
  errorCode,
  errorCachingMinTtl: 0,
  ...(REPLACED_STATUS_CODES.includes(errorCode) && {
    responseCode: errorCode,
    responsePagePath: UNAVAILABLE_PAGE,
  }),
}))

/** The only methods that an origin group takes. */
export const READ_METHODS = ['GET', 'HEAD', 'OPTIONS']
export const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']

/** CloudFront's own policies; their ids are the same in every account. */
export const MANAGED_POLICIES = {
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
} as const
