import type { ResourceProvider } from '../../kernel/resource-provider.ts'

export const TOPIC_TYPE = 'aws:sns/topic:Topic'
export const SUBSCRIPTION_TYPE = 'aws:sns/topicSubscription:TopicSubscription'

/** The provider's id is the ARN. */
const topic: ResourceProvider = ({ name, inputs, region, accountId, suffix }) => {
  const topicName = String(inputs.name ?? `${name}-${suffix(7, 'hex')}`)
  const arn = `arn:aws:sns:${region}:${accountId}:${topicName}`
  const outputs = { region, ...inputs, name: topicName, arn, owner: accountId, tagsAll: inputs.tags ?? {} }
  return { id: arn, outputs }
}

const topicSubscription: ResourceProvider = ({ inputs, region, accountId, suffix }) => {
  const hex = suffix(32, 'hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  const arn = `${inputs.topic}:${parts.join('-')}`
  // Unconfirmed, like any https or e-mail endpoint.
  return { id: arn, outputs: { region, ...inputs, arn, ownerId: accountId, pendingConfirmation: true } }
}

export const snsResources: Readonly<Record<string, ResourceProvider>> = {
  [TOPIC_TYPE]: topic,
  [SUBSCRIPTION_TYPE]: topicSubscription,
}
