import type { DatabaseIdentity } from '@meridian/database'
import type { FastifyReply } from 'fastify'

const texts = new WeakMap<DatabaseIdentity, string>()

/** Names the database that served the request in the answer. */
export function sayServedBy(reply: FastifyReply, servedBy: DatabaseIdentity | undefined): void {
  if (servedBy === undefined) return
  let text = texts.get(servedBy)
  if (text === undefined) {
    text = `${servedBy.instance} (${servedBy.role})`
    texts.set(servedBy, text)
  }
  reply.header('x-meridian-database', text)
}
