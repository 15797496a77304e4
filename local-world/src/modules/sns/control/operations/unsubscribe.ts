import type { UnsubscribeInput } from '@aws-sdk/client-sns'
import { invalidParameter } from '../aws-errors.ts'
import type { SnsControl } from '../context.ts'

/** Deleting a missing subscription succeeds. */
export const unsubscribe =
  ({ book }: SnsControl) =>
  ({ SubscriptionArn = '' }: UnsubscribeInput): object => {
    if (!SubscriptionArn.startsWith('arn:aws:sns:')) throw invalidParameter('SubscriptionArn')
    book.delete(SubscriptionArn)
    return {}
  }
