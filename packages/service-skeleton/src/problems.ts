import { PROBLEM_MEDIA_TYPE, type Problem } from '@meridian/contract'
import type { FastifyReply } from 'fastify'

/**
 * Answers a problem (RFC 9457) with its status.
 *
 * Never cached: CloudFront keeps an error for ten seconds, and a lead that is read just before it arrives must not be missing
 * for as long.
 */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).header('cache-control', 'no-store').type(PROBLEM_MEDIA_TYPE).send(problem)
}
