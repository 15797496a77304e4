// CloudFront Function, viewer-request, runtime cloudfront-js-2.0.
//
// /api/* and /forms/* must take POST, and a behaviour that targets an origin group cannot. So these behaviours target one
// origin, and this builds the group for the requests that an origin group can repeat.
import cf from 'cloudfront'

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const method = event.request.method
  if (method === 'GET' || method === 'HEAD')
    cf.createRequestOriginGroup({
      originIds: [{ originId: 'nearest' }, { originId: 'next' }],
      failoverCriteria: { statusCodes: [500, 502, 503, 504] },
    })
  return event.request
}
