import type { CreateRequest, ResourceProvider } from '../../../kernel/resource-provider.ts'

/** The program's name, or one generated like Pulumi's provider does: the program's name and seven characters. */
export function nameOf(request: CreateRequest): string {
  const { name } = request.inputs
  return typeof name === 'string' ? name : `${request.name}-${request.suffix(7)}`
}

/** A version 4 UUID, the same in every run. */
export function uuidOf(request: CreateRequest): string {
  const hex = request.suffix(32)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}

/** The output that the provider adds to every type with tags. */
export function tagsOf(request: CreateRequest): { readonly tagsAll: unknown } {
  return { tagsAll: request.inputs.tags ?? {} }
}

/** IAM is global: its ARNs have no region. */
function iamEntity(kind: 'role' | 'policy', uniqueIdPrefix: string, idIsArn: boolean): ResourceProvider {
  return (request) => {
    const name = nameOf(request)
    const path = typeof request.inputs.path === 'string' ? request.inputs.path : '/'
    const arn = `arn:aws:iam::${request.accountId}:${kind}${path}${name}`
    const uniqueId = `${uniqueIdPrefix}${request.suffix(17, 'upper')}`
    return {
      id: idIsArn ? arn : name,
      outputs: { name, path, arn, [kind === 'role' ? 'uniqueId' : 'policyId']: uniqueId, ...tagsOf(request) },
    }
  }
}

export const role = iamEntity('role', 'AROA', false)
export const policy = iamEntity('policy', 'ANPA', true)

export const rolePolicy: ResourceProvider = (request) => {
  const name = nameOf(request)
  return { id: `${request.inputs.role}:${name}`, outputs: { name } }
}

export const rolePolicyAttachment: ResourceProvider = ({ inputs }) => ({
  id: `${inputs.role}/${inputs.policyArn}`,
  outputs: {},
})
