import type { ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SnsControl } from '../context.ts'
import { pageIn, topicOf } from '../lookups.ts'
import { toSubscription } from '../shapes.ts'

export const listSubscriptionsByTopic =
  ({ book }: SnsControl) =>
  (
    input: ListSubscriptionsByTopicInput,
    { accountId, region }: WireContext,
  ): ListSubscriptionsByTopicResponse => {
    const topic = topicOf(book, input.TopicArn, region)
    const { items, next } = pageIn(
      book.subscriptions(({ topicArn }) => topicArn === topic.arn),
      input.NextToken,
    )
    return { Subscriptions: items.map((each) => toSubscription(each, accountId)), NextToken: next }
  }
