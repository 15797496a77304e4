import { LEAD_LIMITS } from '@meridian/contract'
import type { FastifyInstance } from 'fastify'

/** A Korean syllable is three bytes in UTF-8, and a form encodes each as `%XX`. */
const BYTES_PER_CHARACTER = 9
const OTHER_FIELDS_BYTES = 4 * 1024
/** A form whose long fields have their maximum length; anything larger was not typed. */
const FORM_LIMIT_BYTES =
  Object.values(LEAD_LIMITS).reduce((sum, characters) => sum + characters, 0) * BYTES_PER_CHARACTER +
  OTHER_FIELDS_BYTES

/** Reads `application/x-www-form-urlencoded` bodies, the only ones that the site accepts. */
export function installForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}
