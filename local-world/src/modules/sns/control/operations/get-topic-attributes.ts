import type { GetTopicAttributesInput, GetTopicAttributesResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SnsControl } from '../context.ts'
import { topicOf } from '../lookups.ts'

export const getTopicAttributes =
  ({ book }: SnsControl) =>
  (input: GetTopicAttributesInput, { accountId, region }: WireContext): GetTopicAttributesResponse => {
    const { arn, kmsKeyId } = topicOf(book, input.TopicArn, region)
    const count = (isPending: boolean) =>
      String(
        book.subscriptions((each) => each.topicArn === arn && (each.pendingToken !== undefined) === isPending)
          .length,
      )
    return {
      Attributes: {
        TopicArn: arn,
        Owner: accountId,
        DisplayName: '',
        SubscriptionsConfirmed: count(false),
        SubscriptionsPending: count(true),
        SubscriptionsDeleted: '0',
        ...(kmsKeyId !== undefined && { KmsMasterKeyId: kmsKeyId }),
      },
    }
  }
