import type { FastifyReply, FastifyRequest } from 'fastify'

/** What an answer gives and the next request brings, so that no region shows this client anything older. */
export const CONSISTENCY_HEADER = 'x-meridian-consistency'
/** The same for browsers. */
export const CONSISTENCY_COOKIE = 'meridian-consistency'
/** Longer than any replica is behind. */
const COOKIE_SECONDS = 3_600
const COOKIE = new RegExp(`(?:^|; *)${CONSISTENCY_COOKIE}=([^;]+)`)

/** For the schemas of routes that take the token; whatever does not verify counts as none. */
export const CONSISTENCY_PROPERTIES = {
  [CONSISTENCY_HEADER]: {
    type: 'string',
    maxLength: 200,
    description: 'The token of an earlier answer: this one will be no older.',
  },
} as const

/** The client's token, from header or cookie. */
export function consistencyTokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers[CONSISTENCY_HEADER]
  if (typeof header === 'string') return header
  const { cookie } = request.headers
  return cookie === undefined ? undefined : COOKIE.exec(cookie)?.[1]
}

/** Gives the client its token, unless it brought that very one. An API client reads the header, a browser keeps the cookie. */
export function sendConsistencyToken(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): void {
  if (token === undefined || token === consistencyTokenOf(request)) return
  reply.header(CONSISTENCY_HEADER, token)
  reply.header(
    'set-cookie',
    `${CONSISTENCY_COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`,
  )
}
