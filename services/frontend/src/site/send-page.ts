import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { policyWithScript } from '../plugins/security.ts'
import type { Page } from './layout.ts'
import { renderDocument } from './layout.ts'
import type { Site } from './site.ts'

/** Sends a page in its frame; pages belong to one visitor's request and are never cached on the way. */
export function sendPage(reply: FastifyReply, site: Site, page: Page, status = 200): FastifyReply {
  const scriptNonce = randomBytes(16).toString('hex')
  const frame = { assets: site.assets, scriptNonce, region: site.config.region }
  return reply
    .code(status)
    .header('content-security-policy', policyWithScript(scriptNonce))
    .header('cache-control', 'private, no-cache')
    .header('content-language', page.locale)
    .header('x-meridian-region', page.servedBy?.region ?? site.config.region)
    .headers(page.servedBy?.database ? { 'x-meridian-database': page.servedBy.database } : {})
    .type('text/html; charset=utf-8')
    .send(renderDocument(page, frame))
}
