import {
  classifyFailure,
  DatabaseError,
  type FailureKind,
  hasSqlState,
  OutcomeUnknown,
  SQLSTATE,
} from '@meridian/database'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RequestRefused } from '../errors.ts'

/** The body of every answer that is not a success. */
export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        requestId: { type: 'string' },
      },
    },
  },
} as const

interface Answer {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

const INTERNAL: Answer = {
  status: 500,
  code: 'INTERNAL',
  message: 'Something went wrong on our side. It has been recorded.',
}
const UNAVAILABLE: Answer = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'The service cannot do this right now. Try again in a moment.',
  retryAfterSeconds: 1,
}
const UNKNOWN_OUTCOME: Answer = {
  ...UNAVAILABLE,
  code: 'OUTCOME_UNKNOWN',
  message: 'It is not known whether this was stored. Send it again with the same Idempotency-Key.',
}

/** Answers errors in one shape; above 499 the client reads a fixed sentence and the log has the rest. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = answerFor(error)
    if (answer.status > 499) request.log.error({ err: error }, 'request failed')
    return send(request, reply, answer)
  })
  app.setNotFoundHandler((request, reply) =>
    send(request, reply, { status: 404, code: 'NOT_FOUND', message: 'There is nothing at this address.' }),
  )
}

function answerFor(error: FastifyError): Answer {
  if (error instanceof RequestRefused)
    return { status: error.statusCode, code: error.code, message: error.message }
  if (error.validation !== undefined) return { status: 400, code: 'INVALID_REQUEST', message: error.message }
  if (error instanceof OutcomeUnknown) return UNKNOWN_OUTCOME
  if (error instanceof DatabaseError) return unavailable(error)
  if (isTemporary(error)) return UNAVAILABLE
  const status = error.statusCode ?? 500
  if (status === 503) return UNAVAILABLE
  if (status < 400 || status > 499) return INTERNAL
  return { status, code: codeOf(status), message: error.message }
}

/** The database knows when it is worth asking again: no writer, too many who wait for one, no reader that has caught up. */
function unavailable(error: DatabaseError): Answer {
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number }
  if (retryAfterSeconds === undefined) return INTERNAL
  return { ...UNAVAILABLE, code: PUBLIC_CODES[error.code] ?? UNAVAILABLE.code, retryAfterSeconds }
}

const PUBLIC_CODES: Readonly<Record<string, string>> = {
  MERIDIAN_DATABASE_WRITER_UNAVAILABLE: 'WRITES_UNAVAILABLE',
  MERIDIAN_DATABASE_TOO_MANY_PARKED: 'WRITES_UNAVAILABLE',
  MERIDIAN_DATABASE_NOT_CAUGHT_UP: 'NOT_CAUGHT_UP',
}

const TEMPORARY: ReadonlySet<FailureKind> = new Set([
  'refused-write',
  'not-reached',
  'lost',
  'stale-session',
  'conflict',
  'busy',
])

/** The database is away, has just changed roles, is overloaded, or has not got its schema yet. */
function isTemporary(error: unknown): boolean {
  return TEMPORARY.has(classifyFailure(error)) || hasSqlState(error, SQLSTATE.undefinedTable)
}

function codeOf(status: number): string {
  if (status === 413) return 'TOO_LARGE'
  if (status === 415) return 'UNSUPPORTED_MEDIA_TYPE'
  if (status === 429) return 'TOO_MANY_REQUESTS'
  return 'BAD_REQUEST'
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.retryAfterSeconds !== undefined) reply.header('retry-after', answer.retryAfterSeconds)
  return (
    reply
      .code(answer.status)
      // CloudFront keeps an error for ten seconds: a lead that is read just before it has arrived must not be missing for as long.
      .header('cache-control', 'no-store')
      .send({ error: { code: answer.code, message: answer.message, requestId: request.id } })
  )
}
