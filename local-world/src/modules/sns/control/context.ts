import type { Notification } from '../model/message.ts'
import type { Subscription, TopicBook } from '../model/topic-book.ts'

/** Dependencies of this control plane's operations. */
export interface SnsControl {
  readonly book: TopicBook
  /** Notifies a topic's confirmed subscribers; returns the message's id. */
  publish(told: Pick<Notification, 'topicArn' | 'subject' | 'message'>): string
  /** Sends an endpoint its confirmation token. */
  askToConfirm(subscription: Subscription): void
}
