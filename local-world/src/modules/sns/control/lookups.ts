import type { RegionId } from '@meridian/topology'
import { type Page, pageOf } from '../../../kernel/page.ts'
import type { TopicBook } from '../model/topic-book.ts'
import type { TopicPlan } from '../model/topic-plan.ts'
import { invalidParameter, topicNotFound } from './aws-errors.ts'

/** A topic exists only in its own region. */
export function topicOf(book: TopicBook, arn: string | undefined, region: RegionId): TopicPlan {
  if (!arn?.startsWith('arn:aws:sns:')) throw invalidParameter('TopicArn')
  const topic = book.topic(arn)
  if (topic?.region !== region) throw topicNotFound()
  return topic
}

/** SNS's page size. */
const PAGE = 100

export const pageIn = <Item>(all: readonly Item[], token: string | undefined): Page<Item> =>
  pageOf(all, { size: PAGE, token }, () => invalidParameter('NextToken'))
