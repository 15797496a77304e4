import type { Notification } from '../model/message.ts'
import type { Subscription, TopicBook } from '../model/topic-book.ts'

/** What the operations of this surface work on. */
export interface SnsControl {
  readonly book: TopicBook
  /** Tells a topic's confirmed subscribers; returns the message's id. */
  publish(told: Pick<Notification, 'topicArn' | 'subject' | 'message'>): string
  /** Sends an endpoint the token with which it is confirmed. */
  askToConfirm(subscription: Subscription): void
}
