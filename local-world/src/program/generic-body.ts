import type { Created, CreateRequest } from '../graph/resource-body.ts'

const AWS_TYPE = /^aws:(?<service>[^/:]+)\/(?<resource>[^:]+):/

/** A plausible id and ARN for a type that nobody interprets, so that the program can go on. */
export function genericBody(request: CreateRequest): Created {
  const { inputs, name, type } = request
  const id = typeof inputs.name === 'string' ? inputs.name : `${name}-${request.suffix(7)}`
  const { service, resource } = AWS_TYPE.exec(type)?.groups ?? {}
  if (!service || !resource) return { id, outputs: {} }
  return {
    id,
    outputs: {
      arn: `arn:aws:${service}:${request.region}:${request.accountId}:${resource.toLowerCase()}/${id}`,
    },
  }
}
