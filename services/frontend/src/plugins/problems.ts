import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiAnswerInvalidError, ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locale.ts'
import { type Problem, problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import type { Site } from '../site/site.ts'

const RETRY_AFTER_SECONDS = 5

/** Turns every error into a page in the visitor's language; above 499 it shows a number to find the log line by. */
export function installProblemPages(app: FastifyInstance, site: Site): void {
  app.setNotFoundHandler((request, reply) =>
    sendPage(reply, site, problemPage('not-found', localeOf(request)), 404),
  )

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { problem, status } = classify(error)
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    if (status === 503) reply.header('retry-after', retryAfter(error, reply))
    const requestId = status >= 500 ? request.id : undefined
    return sendPage(reply, site, problemPage(problem, localeOf(request), requestId), status)
  })
}

function classify(error: FastifyError): { problem: Problem; status: number } {
  if (error instanceof ApiUnavailableError) return { problem: 'unavailable', status: 503 }
  if (error instanceof ApiAnswerInvalidError) return { problem: 'unavailable', status: 502 }
  const status = error.statusCode ?? 500
  if (status === 429) return { problem: 'too-many', status }
  if (status === 503) return { problem: 'unavailable', status }
  if (status >= 400 && status < 500) return { problem: 'bad-request', status }
  return { problem: 'broken', status: 500 }
}

function retryAfter(error: unknown, reply: FastifyReply): number | string {
  if (error instanceof ApiUnavailableError) return error.retryAfterSeconds
  const header = reply.getHeader('retry-after')
  return typeof header === 'string' || typeof header === 'number' ? header : RETRY_AFTER_SECONDS
}

function localeOf(request: FastifyRequest): Locale {
  const first = request.url.split(/[/?]/)[1] ?? ''
  return isLocale(first) ? first : negotiateLocale(request.headers['accept-language'])
}
