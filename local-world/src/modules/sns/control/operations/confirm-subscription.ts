import type { ConfirmSubscriptionInput, ConfirmSubscriptionResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { SnsControl } from '../context.ts'
import { topicOf } from '../lookups.ts'

export const confirmSubscription =
  ({ book }: SnsControl) =>
  (input: ConfirmSubscriptionInput, { region }: WireContext): ConfirmSubscriptionResponse => {
    const topic = topicOf(book, input.TopicArn, region)
    const confirmed = book.confirm(topic.arn, input.Token ?? '')
    if (!confirmed) throw invalidParameter('Token')
    return { SubscriptionArn: confirmed.arn }
  }
