import { PROBLEMS, type ProblemCode, problemOf, type RequestMistake } from '@meridian/contract'
import {
  classifyFailure,
  DatabaseError,
  type FailureKind,
  hasSqlState,
  OutcomeUnknownError,
  SQLSTATE,
} from '@meridian/database'
import { type ErrorAnswers, OverdueError, OverloadedError, sendProblem } from '@meridian/service-skeleton'
import type { FastifyError, FastifyRequest } from 'fastify'
import { RequestRefusedError } from '../errors.ts'
import { mistakesIn } from './mistakes.ts'

interface Answer {
  readonly code: ProblemCode
  readonly detail: string
  readonly retryAfterSeconds?: number
  readonly errors?: readonly RequestMistake[]
}

const INTERNAL: Answer = {
  code: 'INTERNAL',
  detail: 'It has been recorded. Name the request id if you ask about it.',
}
const UNAVAILABLE: Answer = {
  code: 'UNAVAILABLE',
  detail: 'The service cannot do this right now. Try again in a moment.',
  retryAfterSeconds: 1,
}
const OVERLOADED: Answer = { ...UNAVAILABLE, code: 'OVERLOADED' }
const UNKNOWN_OUTCOME: Answer = {
  ...UNAVAILABLE,
  code: 'OUTCOME_UNKNOWN',
  detail: 'Send it again with the same Idempotency-Key: it is stored at most once.',
}
const NOTHING_HERE: Answer = {
  code: 'NOT_FOUND',
  detail: 'Compare the address and the method with /api/openapi.json.',
}

/** Errors as problem details (RFC 9457), in fixed sentences. */
export const PROBLEM_DETAILS: ErrorAnswers<Answer & { readonly status: number }> = {
  notFound: withStatus(NOTHING_HERE),
  answerFor: (error, request) => withStatus(answerFor(error, request)),
  send(request, reply, { code, detail, errors }) {
    return sendProblem(reply, problemOf(code, { detail, requestId: request.id, ...(errors && { errors }) }))
  },
}

function withStatus(answer: Answer) {
  return { ...answer, status: PROBLEMS[answer.code].status }
}

function answerFor(error: FastifyError, request: FastifyRequest): Answer {
  if (error instanceof OverloadedError) return OVERLOADED
  if (error instanceof OverdueError) return request.method === 'POST' ? UNKNOWN_OUTCOME : UNAVAILABLE
  if (error instanceof RequestRefusedError) return { code: error.code, detail: error.message }
  if (error.validation !== undefined) return invalid(mistakesIn(request))
  if (error instanceof OutcomeUnknownError) return UNKNOWN_OUTCOME
  if (error instanceof DatabaseError) return unavailable(error)
  if (isTemporary(error)) return UNAVAILABLE
  const status = error.statusCode ?? 500
  if (status === 503) return UNAVAILABLE
  if (status < 400 || status > 499) return INTERNAL
  return UNREADABLE[error.code] ?? REFUSED[status] ?? CANNOT_BE_READ
}

function invalid(errors: readonly RequestMistake[]): Answer {
  const what = errors.length === 1 ? 'the mistake' : `the ${errors.length} mistakes`
  return {
    code: 'INVALID_REQUEST',
    detail: `Correct ${what} listed in "errors" and send the request again.`,
    errors,
  }
}

const CANNOT_BE_READ: Answer = {
  code: 'UNREADABLE_REQUEST',
  detail: 'Compare the request with /api/openapi.json.',
}

const isNotJson = (detail: string): Answer => ({ code: 'UNSUPPORTED_MEDIA_TYPE', detail })

/** What Fastify refuses before a route runs, in our words. */
const UNREADABLE: Readonly<Record<string, Answer>> = {
  FST_ERR_BAD_URL: {
    code: 'UNREADABLE_REQUEST',
    detail: 'The address has a "%" that is not followed by a valid code. Write the sign itself as %25.',
  },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'NOT_FOUND', detail: 'The address is longer than any of ours.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'UNREADABLE_REQUEST',
    detail: 'The body is empty. Send a JSON object.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'UNREADABLE_REQUEST',
    detail: 'The body is not valid JSON. Look for a missing quote, comma or bracket.',
  },
}

const REFUSED: Readonly<Record<number, Answer>> = {
  413: { code: 'TOO_LARGE', detail: 'The body is larger than 32 KiB, which is the most that is read.' },
  415: isNotJson('Send the body as JSON, with the header "content-type: application/json".'),
  429: {
    code: 'TOO_MANY_REQUESTS',
    detail: 'Too many requests came from this address. Send it again when the time in Retry-After is over.',
  },
}

/** The database knows when to retry: no writer, too many requests waiting for one, no reader that has caught up. */
function unavailable(error: DatabaseError): Answer {
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number }
  if (retryAfterSeconds === undefined) return INTERNAL
  return { ...(OF_DATABASE[error.code] ?? UNAVAILABLE), retryAfterSeconds }
}

const NOTHING_STORED: Answer = {
  code: 'WRITES_UNAVAILABLE',
  detail: 'Nothing was stored. Send it again in a moment with the same Idempotency-Key.',
}

const OF_DATABASE: Readonly<Record<string, Answer>> = {
  MERIDIAN_DATABASE_WRITER_UNAVAILABLE: NOTHING_STORED,
  MERIDIAN_DATABASE_TOO_MANY_PARKED: NOTHING_STORED,
  MERIDIAN_DATABASE_MAJORITY_LOST: {
    code: 'NO_MAJORITY',
    detail:
      'This region cannot reach enough others to know that a write would be kept. Nothing was stored. Send it again with the same Idempotency-Key.',
  },
  MERIDIAN_DATABASE_NOT_CAUGHT_UP: {
    code: 'NOT_CAUGHT_UP',
    detail: 'No database in reach has what the consistency token speaks of. Ask again in a moment.',
  },
}

const TEMPORARY: ReadonlySet<FailureKind> = new Set([
  'refused-write',
  'not-reached',
  'lost',
  'stale-session',
  'conflict',
  'busy',
])

/** The database is away, has just changed roles, is overloaded, or does not have its schema yet. */
function isTemporary(error: unknown): boolean {
  return TEMPORARY.has(classifyFailure(error)) || hasSqlState(error, SQLSTATE.undefinedTable)
}
