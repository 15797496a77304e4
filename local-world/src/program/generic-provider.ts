import type { ResourceProvider } from '../kernel/resource-provider.ts'

const AWS_TYPE = /^aws:(?<service>[^/:]+)\/(?<resource>[^:]+):/

/** A plausible id and ARN for an AWS type that no module provides, so that the program can continue. */
export const genericProvider: ResourceProvider = (request) => {
  const { service = 'unknown', resource = 'resource' } = AWS_TYPE.exec(request.type)?.groups ?? {}
  const { name } = request.inputs
  const id = typeof name === 'string' ? name : `${request.name}-${request.suffix(7)}`
  const owner = `${request.region}:${request.accountId}`
  return { id, outputs: { arn: `arn:aws:${service}:${owner}:${resource.toLowerCase()}/${id}` } }
}
