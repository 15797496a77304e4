import type { ListSubscriptionsInput, ListSubscriptionsResponse } from '@aws-sdk/client-sns'
import { regionOfArn } from '../../../../kernel/resource-region.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SnsControl } from '../context.ts'
import { pageIn } from '../lookups.ts'
import { toSubscription } from '../shapes.ts'

export const listSubscriptions =
  ({ book }: SnsControl) =>
  ({ NextToken }: ListSubscriptionsInput, { accountId, region }: WireContext): ListSubscriptionsResponse => {
    const all = book.subscriptions(({ topicArn }) => regionOfArn(topicArn) === region)
    const { items, next } = pageIn(all, NextToken)
    return { Subscriptions: items.map((each) => toSubscription(each, accountId)), NextToken: next }
  }
