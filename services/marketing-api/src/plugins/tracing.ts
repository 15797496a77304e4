import type { FastifyRequest } from 'fastify'

/** Runs a step of a request inside a subsegment; an unsampled request runs it as it is. */
export function traced<Result>(
  request: FastifyRequest,
  name: string,
  step: () => Promise<Result>,
): Promise<Result> {
  return request.trace === undefined ? step() : insideSubsegment(request.trace, name, step)
}

async function insideSubsegment<Result>(
  trace: NonNullable<FastifyRequest['trace']>,
  name: string,
  step: () => Promise<Result>,
): Promise<Result> {
  const subsegment = trace.begin(name, 'remote')
  try {
    const result = await step()
    subsegment.close()
    return result
  } catch (error) {
    subsegment.close(error)
    throw error
  }
}
