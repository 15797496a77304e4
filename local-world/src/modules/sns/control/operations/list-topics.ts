import type { ListTopicsInput, ListTopicsResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SnsControl } from '../context.ts'
import { pageIn } from '../lookups.ts'

export const listTopics =
  ({ book }: SnsControl) =>
  ({ NextToken }: ListTopicsInput, { region }: WireContext): ListTopicsResponse => {
    const own = book.topics.filter((topic) => topic.region === region)
    const { items, next } = pageIn(own, NextToken)
    return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken: next }
  }
