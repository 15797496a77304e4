import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OverloadedError } from './errors.ts'

interface ErrorAnswer {
  readonly status: number
  readonly retryAfterSeconds?: number
}

/** How a service answers errors. */
export interface ErrorAnswers<Answer extends ErrorAnswer> {
  readonly notFound: Answer
  answerFor(error: FastifyError, request: FastifyRequest): Answer
  send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply
}

/** Answers every error; above 499 the details go only to the log. */
export function answerErrors<Answer extends ErrorAnswer>(
  app: FastifyInstance,
  answers: ErrorAnswers<Answer>,
): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = answers.answerFor(error, request)
    // Overload is counted rather than logged line by line, which would add to the load.
    if (answer.status > 499 && !(error instanceof OverloadedError))
      request.log.error({ err: error }, 'request failed')
    return send(answers, request, reply, answer)
  })
  app.setNotFoundHandler((request, reply) => send(answers, request, reply, answers.notFound))
}

/** For a URL that Fastify cannot route: no hook runs then, so the common headers are set here. */
export function answerMalformedAddress<Answer extends ErrorAnswer>(
  headers: Readonly<Record<string, string>>,
  answers: ErrorAnswers<Answer>,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    send(answers, request, reply, answers.answerFor(error, request))
  }
}

function send<Answer extends ErrorAnswer>(
  answers: ErrorAnswers<Answer>,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): FastifyReply {
  if (answer.retryAfterSeconds !== undefined) reply.header('retry-after', answer.retryAfterSeconds)
  return answers.send(request, reply, answer)
}
