import { consistencyCookie, consistencyTokenInCookies, isConsistencyToken } from '@meridian/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What the visitor was given with an earlier page. */
export function consistencyOf(request: FastifyRequest): string | undefined {
  return consistencyTokenInCookies(request.headers.cookie)
}

/** Gives the visitor what the API gave for them. */
export function keepConsistency(reply: FastifyReply, token: string | undefined): void {
  if (token === undefined || !isConsistencyToken(token)) return
  reply.header('set-cookie', consistencyCookie(token))
}
