import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:sns/topic:Topic': {
    name: true,
    namePrefix: true,
    displayName: 'no effect',
    kmsMasterKeyId: 'no effect',
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    topic: true,
    protocol: true,
    endpoint: true,
    endpointAutoConfirms: 'no effect',
    confirmationTimeoutInMinutes: 'no effect',
    rawMessageDelivery: 'no effect',
  },
}
