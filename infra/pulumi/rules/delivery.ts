/** Answers on which CloudFront tries the second origin; 503 and 504 also stand for a failed connection and a time-out. */
export const FAILOVER_STATUS_CODES = [500, 502, 503, 504] as const

/** The only methods that an origin group takes. */
export const READ_METHODS = ['GET', 'HEAD', 'OPTIONS']
export const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']

/** CloudFront's own policies; their ids are the same in every account. */
export const MANAGED_POLICIES = {
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
} as const
