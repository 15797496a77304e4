import {
  CONSISTENCY_HEADER,
  consistencyCookie,
  consistencyTokenInCookies,
  isConsistencyToken,
} from '@meridian/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The client's token, from header or cookie. */
export function consistencyTokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers[CONSISTENCY_HEADER]
  return typeof header === 'string' ? header : consistencyTokenInCookies(request.headers.cookie)
}

/** Sends the client its token, unless it sent the same one. An API client reads the header, a browser keeps the cookie. */
export function sendConsistencyToken(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): void {
  if (token === undefined || token === consistencyTokenOf(request)) return
  reply.header(CONSISTENCY_HEADER, token)
  keepConsistencyToken(reply, token)
}

/** Sets a token as a cookie only: for pages, whose headers no program reads. */
export function keepConsistencyToken(reply: FastifyReply, token: string | undefined): void {
  if (token === undefined || !isConsistencyToken(token)) return
  reply.header('set-cookie', consistencyCookie(token))
}
