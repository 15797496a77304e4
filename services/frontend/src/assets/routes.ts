import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { type Asset, type Assets, ENCODINGS, type Encoding } from './assets.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
/** An SVG opened directly may use its own styles and nothing else. */
const ASSET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

export function assetRoutes(app: FastifyInstance, assets: Assets): void {
  app.get('/assets/*', { logLevel: 'warn' }, (request, reply) => {
    const found = assets.find(request.url.split('?')[0] ?? '')
    if (!found) return reply.callNotFound()
    // During a deployment, a page of the new version may request its style sheet from a task of the old one. The old
    // file is better than none, as long as it is not cached under the new name.
    return sendAsset(request, reply, found.asset, found.version === 'current' ? IMMUTABLE : 'no-store')
  })

  app.get('/favicon.ico', { logLevel: 'warn' }, (_request, reply) =>
    reply.redirect(assets.url('favicon.svg'), 302),
  )

  app.get('/robots.txt', { logLevel: 'warn' }, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=3600')
      .type('text/plain; charset=utf-8')
      .send('User-agent: *\nDisallow: /api/\nDisallow: /forms/\nDisallow: /*/thanks/\n'),
  )
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset, cacheControl: string) {
  reply
    .header('cache-control', cacheControl)
    .header('content-security-policy', ASSET_POLICY)
    .header('vary', 'accept-encoding')
    .type(asset.contentType)
  const encoding = encodingFor(request)
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.send(asset.encoded[encoding])
}

/** The smallest encoding that the client accepts. */
function encodingFor(request: FastifyRequest): Encoding {
  const accepted = new Negotiator(request).encodings([...ENCODINGS])
  return ENCODINGS.find((encoding) => accepted.includes(encoding)) ?? 'identity'
}
