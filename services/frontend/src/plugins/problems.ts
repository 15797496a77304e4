import { type ProblemCode, problemOf } from '@meridian/contract'
import { type ErrorAnswers, OverdueError, OverloadedError, sendProblem } from '@meridian/service-skeleton'
import type { FastifyError, FastifyRequest } from 'fastify'
import { ApiAnswerInvalidError, ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locale.ts'
import { type Problem, problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import type { Site } from '../site/site.ts'

const RETRY_AFTER_SECONDS = 5

interface Answer {
  readonly problem: Problem
  readonly status: number
  readonly retryAfterSeconds?: number
}

/**
 * Every error as a page in the visitor's language, or as a problem (RFC 9457) for a program; errors from 500 show a request id
 * to find the log line by.
 */
export function problemPages(site: Site): ErrorAnswers<Answer> {
  return {
    notFound: { problem: 'not-found', status: 404 },
    answerFor,
    send(request, reply, { problem, status }) {
      const requestId = status >= 500 ? request.id : undefined
      const page = problemPage(problem, localeOf(request), requestId)
      reply.header('vary', 'accept')
      if (!wantsProblemDetails(request.headers.accept)) return sendPage(reply, site, page, status)
      const details = problemOf(CODES[problem], { detail: page.title, requestId: request.id })
      return sendProblem(reply, { ...details, status })
    },
  }
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

/** Browsers accept HTML when they request a page. A program that accepts JSON but not HTML gets JSON. */
function wantsProblemDetails(accept = ''): boolean {
  return !accept.includes('text/html') && /application\/([\w.-]+\+)?json/.test(accept)
}

const UNAVAILABLE: Answer = {
  problem: 'unavailable',
  status: 503,
  retryAfterSeconds: RETRY_AFTER_SECONDS,
}

function answerFor(error: FastifyError): Answer {
  if (error instanceof ApiUnavailableError)
    return { ...UNAVAILABLE, retryAfterSeconds: error.retryAfterSeconds }
  if (error instanceof OverloadedError || error instanceof OverdueError) return UNAVAILABLE
  if (error instanceof ApiAnswerInvalidError) return UNAVAILABLE
  const status = error.statusCode ?? 500
  if (error.code === 'FST_ERR_BAD_URL' || error.code === 'FST_ERR_MAX_PARAM_LENGTH')
    return { problem: 'bad-address', status: 400 }
  if (status === 429) return { problem: 'too-many', status }
  if (status === 503) return UNAVAILABLE
  if (status >= 400 && status < 500) return { problem: 'bad-request', status }
  return { problem: 'broken', status: 500 }
}

function localeOf(request: FastifyRequest): Locale {
  const first = request.url.split(/[/?]/)[1] ?? ''
  return isLocale(first) ? first : negotiateLocale(request.headers['accept-language'])
}
