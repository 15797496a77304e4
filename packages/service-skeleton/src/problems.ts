import { PROBLEM_MEDIA_TYPE, type Problem } from '@meridian/contract'
import type { FastifyReply } from 'fastify'

/**
 * Answers with a problem (RFC 9457) and its status.
 *
 * Never cached: CloudFront keeps an error for ten seconds, so a lead that is read just before it arrives would stay missing for
 * that long.
 */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).header('cache-control', 'no-store').type(PROBLEM_MEDIA_TYPE).send(problem)
}
