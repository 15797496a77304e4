import { type ProblemCode, problemOf } from '@meridian/contract'
import { OverdueError, OverloadedError, sendProblem } from '@meridian/service-skeleton'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiAnswerInvalidError, ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locale.ts'
import { type Problem, problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import type { Site } from '../site/site.ts'
import { PAGE_HEADERS } from './security.ts'

const RETRY_AFTER_SECONDS = 5

/**
 * Turns every error into a page in the visitor's language, or into a problem (RFC 9457) for a program; above 499 it shows a number
 * to find the log line by.
 */
export function installProblemPages(app: FastifyInstance, site: Site): void {
  app.setNotFoundHandler((request, reply) => answerProblem(request, reply, site, 'not-found', 404))

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { problem, status } = classify(error)
    if (status >= 500 && !(error instanceof OverloadedError))
      request.log.error({ err: error }, 'request failed')
    if (status === 503) reply.header('retry-after', retryAfter(error, reply))
    return answerProblem(request, reply, site, problem, status)
  })
}

/** Answers an address that Fastify cannot look up: no hook runs then, so the headers of every page are set here. */
export function answerMalformedAddress(
  site: Site,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (_error, request, reply) => {
    reply.headers(PAGE_HEADERS)
    answerProblem(request, reply, site, 'bad-address', 400)
  }
}

function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  problem: Problem,
  status: number,
): FastifyReply {
  const requestId = status >= 500 ? request.id : undefined
  const page = problemPage(problem, localeOf(request), requestId)
  reply.header('vary', 'accept')
  if (!wantsProblemDetails(request.headers.accept)) return sendPage(reply, site, page, status)
  const details = problemOf(CODES[problem], { detail: page.title, requestId: request.id })
  return sendProblem(reply, { ...details, status })
}

const CODES: Readonly<Record<Problem, ProblemCode>> = {
  'not-found': 'NOT_FOUND',
  'campaign-gone': 'CAMPAIGN_NOT_FOUND',
  unavailable: 'UNAVAILABLE',
  'too-many': 'TOO_MANY_REQUESTS',
  'bad-request': 'UNREADABLE_REQUEST',
  'bad-address': 'UNREADABLE_REQUEST',
  broken: 'INTERNAL',
}

/** Browsers name HTML when they ask for a page. A program that names JSON, and not HTML, gets JSON. */
function wantsProblemDetails(accept = ''): boolean {
  return !accept.includes('text/html') && /application\/([\w.-]+\+)?json/.test(accept)
}

function classify(error: FastifyError): { problem: Problem; status: number } {
  if (error instanceof OverloadedError || error instanceof OverdueError)
    return { problem: 'unavailable', status: 503 }
  if (error instanceof ApiUnavailableError || error instanceof ApiAnswerInvalidError)
    return { problem: 'unavailable', status: 503 }
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
