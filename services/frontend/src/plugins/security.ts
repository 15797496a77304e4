import { securityHeaders } from '@meridian/service-skeleton'

/** Nothing but our own style and pictures: a page with a script adds the nonce of its own reply. */
export const PAGE_HEADERS = securityHeaders(
  {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  {
    // Between CloudFront and here it is plain HTTP; whether browsers must use HTTPS is said at the edge.
    hsts: { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  },
)

/** The page's policy, and one script of ours. */
export function policyWithScript(nonce: string): string {
  return `${PAGE_HEADERS['content-security-policy']};script-src 'nonce-${nonce}'`
}
