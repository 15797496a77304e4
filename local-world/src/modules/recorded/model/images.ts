import type { ResourceProvider } from '../../../kernel/resource-provider.ts'
import { nameOf, tagsOf } from './identity.ts'

export const imageRepository: ResourceProvider = (request) => {
  const { region, accountId } = request
  const name = nameOf(request)
  return {
    id: name,
    outputs: {
      region,
      name,
      arn: `arn:aws:ecr:${region}:${accountId}:repository/${name}`,
      registryId: accountId,
      repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
      ...tagsOf(request),
    },
  }
}

export const replicationConfiguration: ResourceProvider = ({ accountId, region }) => ({
  id: accountId,
  outputs: { region, registryId: accountId },
})

export const lifecyclePolicy: ResourceProvider = ({ inputs, accountId, region }) => ({
  id: String(inputs.repository),
  outputs: { region, registryId: accountId },
})
