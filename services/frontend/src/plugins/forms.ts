import type { FastifyInstance } from 'fastify'

/** A form of five short fields; anything larger was not typed. */
const FORM_LIMIT_BYTES = 16 * 1024

/** Reads `application/x-www-form-urlencoded` bodies, which are the only ones the site takes. */
export function installForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
