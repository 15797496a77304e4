import type { FastifyInstance, RouteOptions } from 'fastify'

const HIDDEN = new Set(['/metrics', '/api/openapi.json'])

/**
 * `GET /api/openapi.json`, generated from the route schemas.
 *
 * The generator is loaded, and the document made, on the first request, to keep task startup fast.
 */
export function describeApi(app: FastifyInstance): void {
  const routes: RouteOptions[] = []
  let document: Promise<object> | undefined

  app.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD' && route.url.startsWith('/api/') && !HIDDEN.has(route.url)) routes.push(route)
  })
  app.get(
    '/api/openapi.json',
    { schema: { response: { 200: { type: 'object', additionalProperties: true } } } },
    () => {
      document ??= generate(routes)
      return document
    },
  )
}

async function generate(routes: readonly RouteOptions[]): Promise<object> {
  const [{ default: Fastify }, { default: swagger }] = await Promise.all([
    import('fastify'),
    import('@fastify/swagger'),
  ])
  const generator = Fastify({ logger: false })
  await generator.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Meridian marketing API',
        version: '1',
        description:
          'Campaigns to read, leads to leave. Whatever is no success is answered as application/problem+json. An answer 502 or 504 in ' +
          'HTML is the edge’s: no region answered. It means urn:meridian:problem:unavailable, which the page names in ' +
          '<meta name="problem">. Send the request again, with the same Idempotency-Key.',
      },
    },
  })
  for (const { method, url, schema } of routes) {
    generator.route({ method, url, ...(schema === undefined ? {} : { schema }), handler: () => undefined })
  }
  await generator.ready()
  const document = generator.swagger()
  await generator.close()
  return document
}
