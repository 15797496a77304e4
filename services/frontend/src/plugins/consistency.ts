import type { FastifyReply, FastifyRequest } from 'fastify'

const COOKIE = 'meridian-consistency'
/** As marketing-api makes them; anything else is not passed on. */
const TOKEN = /^[\w~-]{1,200}$/
/** Longer than any replica is behind. */
const COOKIE_SECONDS = 3_600
const IN_COOKIES = new RegExp(`(?:^|; *)${COOKIE}=([^;]+)`)

/** What the visitor was given with an earlier page. */
export function consistencyOf(request: FastifyRequest): string | undefined {
  const token = IN_COOKIES.exec(request.headers.cookie ?? '')?.[1]
  return token !== undefined && TOKEN.test(token) ? token : undefined
}

/** Gives the visitor what the API gave for them; the cookie says nothing about the person and ends by itself. */
export function keepConsistency(reply: FastifyReply, token: string | undefined): void {
  if (token === undefined || !TOKEN.test(token)) return
  reply.header('set-cookie', `${COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`)
}
