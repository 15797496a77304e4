import type { Subscription as SubscriptionShape } from '@aws-sdk/client-sns'
import type { Subscription } from '../model/topic-book.ts'

const PENDING = 'PendingConfirmation'

export const toSubscription = (subscription: Subscription, accountId: string): SubscriptionShape => ({
  SubscriptionArn: subscription.pendingToken === undefined ? subscription.arn : PENDING,
  Owner: accountId,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
})
