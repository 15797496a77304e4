import type { ResourceBody } from '../../../kernel/resource-body.ts'
import { nameOf, tagsOf } from './identity.ts'

export const imageRepository: ResourceBody = (request) => {
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

export const replicationConfiguration: ResourceBody = ({ accountId, region }) => ({
  id: accountId,
  outputs: { region, registryId: accountId },
})

export const lifecyclePolicy: ResourceBody = ({ inputs, accountId, region }) => ({
  id: String(inputs.repository),
  outputs: { region, registryId: accountId },
})
