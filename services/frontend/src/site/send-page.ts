import type { FastifyReply } from 'fastify'
import type { Page } from './layout.ts'
import { renderDocument } from './layout.ts'
import type { Site } from './site.ts'

/** Sends a page in its frame; pages belong to one visitor's request and are never cached on the way. */
export function sendPage(reply: FastifyReply, site: Site, page: Page, status = 200): FastifyReply {
  const frame = {
    assets: site.assets,
    // An address that cannot be read is answered before there is a nonce.
    scriptNonce: (reply.cspNonce as typeof reply.cspNonce | undefined)?.script,
    region: site.config.region,
  }
  return reply
    .code(status)
    .header('cache-control', 'private, no-cache')
    .header('content-language', page.locale)
    .header('x-meridian-region', page.servedBy?.region ?? site.config.region)
    .headers(page.servedBy?.database ? { 'x-meridian-database': page.servedBy.database } : {})
    .type('text/html; charset=utf-8')
    .send(renderDocument(page, frame))
}
