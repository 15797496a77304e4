import { securityHeaders } from '@meridian/service-skeleton'

/** Allows only our own styles and images: a page with a script adds the nonce of its own reply. */
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
    // It is plain HTTP between CloudFront and here; the edge decides whether browsers must use HTTPS.
    hsts: { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  },
)

/** The policy for a page with one script of ours. */
export function policyWithScript(nonce: string): string {
  return `${PAGE_HEADERS['content-security-policy']};script-src 'nonce-${nonce}'`
}
