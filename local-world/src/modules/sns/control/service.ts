import type { WireService } from '../../../kernel/wire-service.ts'
import type { SnsControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { confirmSubscription } from './operations/confirm-subscription.ts'
import { getTopicAttributes } from './operations/get-topic-attributes.ts'
import { listSubscriptions } from './operations/list-subscriptions.ts'
import { listSubscriptionsByTopic } from './operations/list-subscriptions-by-topic.ts'
import { listTopics } from './operations/list-topics.ts'
import { publish } from './operations/publish.ts'
import { subscribe } from './operations/subscribe.ts'
import { unsubscribe } from './operations/unsubscribe.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * SNS.
 *
 * Absent: creating and deleting topics (the program does), filter policies, attributes of messages and subscriptions, SMS,
 * queues, functions.
 * Differs: mail goes to the world's inbox; web hooks are called on this machine only, and deliveries are not signed; the
 * program's subscriptions count as confirmed.
 */
export function createSnsControl(control: SnsControl): WireService {
  return {
    scope: 'sns',
    protocol: 'query',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    schemas: () => import('@aws-sdk/client-sns') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      ConfirmSubscription: confirmSubscription(control),
      GetTopicAttributes: getTopicAttributes(control),
      ListSubscriptions: listSubscriptions(control),
      ListSubscriptionsByTopic: listSubscriptionsByTopic(control),
      ListTopics: listTopics(control),
      Publish: publish(control),
      Subscribe: subscribe(control),
      Unsubscribe: unsubscribe(control),
    },
  }
}
