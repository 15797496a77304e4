import type { XStatic } from 'typebox/schema'

/** RFC 9457. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

interface ProblemKind {
  readonly status: number
  /** The same for every occurrence. */
  readonly title: string
}

/** Every error response of the API, by the code that programs switch on. A code never changes its meaning. */
export const PROBLEMS = {
  INVALID_REQUEST: { status: 400, title: 'The request has mistakes' },
  UNREADABLE_REQUEST: { status: 400, title: 'The request cannot be read' },
  FORBIDDEN: { status: 403, title: 'This is not allowed' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  CAMPAIGN_NOT_FOUND: { status: 404, title: 'There is no such campaign' },
  LEAD_NOT_FOUND: { status: 404, title: 'There is no such request' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, title: 'This key belongs to another request' },
  LEAD_LOST: { status: 410, title: 'Acknowledged by a region that was lost' },
  TOO_LARGE: { status: 413, title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body is not JSON' },
  LEAD_WITHOUT_CAMPAIGN: { status: 422, title: 'The campaign of this request does not exist' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too many requests' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  OVERLOADED: { status: 503, title: 'Too much is asked at this moment' },
  UNAVAILABLE: { status: 503, title: 'This is not possible right now' },
  WRITES_UNAVAILABLE: { status: 503, title: 'Nothing can be stored right now' },
  NO_MAJORITY: { status: 503, title: 'Too few regions are in reach to store this' },
  OUTCOME_UNKNOWN: { status: 503, title: 'It is not known whether this was stored' },
  NOT_CAUGHT_UP: { status: 503, title: 'This region has not caught up yet' },
} as const satisfies Readonly<Record<string, ProblemKind>>

export type ProblemCode = keyof typeof PROBLEMS

/** The body of every error response. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'urn:meridian:problem: and the code' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what happened here and what to do, for people' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'what programs switch on' },
    requestId: { type: 'string', description: 'the number of the request in our logs' },
    errors: {
      type: 'array',
      description: 'every mistake in the request',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'detail'],
        properties: {
          in: { type: 'string', enum: ['body', 'query', 'path', 'header'] },
          pointer: { type: 'string', description: 'JSON pointer to the value' },
          detail: { type: 'string' },
        },
      },
    },
  },
  examples: [
    {
      type: 'urn:meridian:problem:invalid-request',
      title: 'The request has mistakes',
      status: 400,
      detail: 'Correct the 2 mistakes listed in "errors" and send the request again.',
      code: 'INVALID_REQUEST',
      requestId: '4f1c2d3e4a5b-7',
      errors: [
        { in: 'body', pointer: '#/name', detail: '"name" is missing.' },
        {
          in: 'body',
          pointer: '#/email',
          detail: '"email" must be an email address such as mina@example.com.',
        },
      ],
    },
  ],
} as const

type ProblemBody = XStatic<typeof PROBLEM_SCHEMA>
export type RequestMistake = NonNullable<ProblemBody['errors']>[number]
export type Problem = Omit<ProblemBody, 'code'> & { readonly code: ProblemCode }

/** One occurrence of a problem, in the form of RFC 9457. */
export function problemOf(
  code: ProblemCode,
  occurrence: {
    readonly detail: string
    readonly requestId: string
    readonly errors?: readonly RequestMistake[]
  },
): Problem {
  const { status, title } = PROBLEMS[code]
  const { detail, requestId, errors } = occurrence
  const type = `urn:meridian:problem:${code.toLowerCase().replaceAll('_', '-')}`
  return { type, title, status, detail, code, requestId, ...(errors && { errors: [...errors] }) }
}
