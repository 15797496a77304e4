import type { DatabaseIdentity } from '@meridian/database'
import type { FastifyRequest } from 'fastify'

/** Result of a database step, with the server that ran it. */
interface Served {
  readonly servedBy: DatabaseIdentity | undefined
}

/** Runs a step of a request in a subsegment that names the database; for an unsampled request, just runs it. */
export function traced<Result extends Served | undefined>(
  request: FastifyRequest,
  name: string,
  step: () => Promise<Result>,
): Promise<Result> {
  return request.trace === undefined ? step() : insideSubsegment(request.trace, name, step)
}

async function insideSubsegment<Result extends Served | undefined>(
  trace: NonNullable<FastifyRequest['trace']>,
  name: string,
  step: () => Promise<Result>,
): Promise<Result> {
  const subsegment = trace.begin(name, 'remote')
  try {
    const result = await step()
    const server = result?.servedBy
    if (server !== undefined) {
      subsegment.annotate('database', server.instance)
      subsegment.annotate('role', server.role)
    }
    subsegment.close()
    return result
  } catch (error) {
    subsegment.close(error)
    throw error
  }
}
