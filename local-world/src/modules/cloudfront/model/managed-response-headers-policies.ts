/** Headers that the edge adds to responses. */
export interface ResponseHeadersPolicy {
  readonly id: string
  readonly name: string
  readonly headers: readonly {
    readonly name: string
    readonly value: string
    /** Replaces the origin's value; otherwise the origin's value wins. */
    readonly isOverride: boolean
  }[]
}

const header = (name: string, value: string, isOverride = false) => ({ name, value, isOverride })

const SECURITY_HEADERS = [
  header('x-xss-protection', '1; mode=block'),
  header('x-frame-options', 'SAMEORIGIN'),
  header('referrer-policy', 'strict-origin-when-cross-origin'),
  header('x-content-type-options', 'nosniff', true),
  header('strict-transport-security', 'max-age=31536000'),
]
const SIMPLE_CORS = [header('access-control-allow-origin', '*')]

/** AWS's own response headers policies without preflight rules; their ids are the same in every account. */
export const MANAGED_RESPONSE_HEADERS_POLICIES: readonly ResponseHeadersPolicy[] = [
  {
    id: '67f7725c-6f97-4210-82d7-5512b31e9d03',
    name: 'Managed-SecurityHeadersPolicy',
    headers: SECURITY_HEADERS,
  },
  { id: '60669652-455b-4ae9-85a4-c4c02393f86c', name: 'Managed-SimpleCORS', headers: SIMPLE_CORS },
  {
    id: 'e61eb60c-9c35-4d20-a928-2b84e02af89c',
    name: 'Managed-CORS-and-SecurityHeadersPolicy',
    headers: [...SIMPLE_CORS, ...SECURITY_HEADERS],
  },
]
