import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { SnsPlan, SubscriptionPlan, TopicPlan } from './topic-plan.ts'

/** Far more than a drill needs; the oldest are dropped. */
const MOST_SUBSCRIPTIONS = 200

export interface Subscription extends SubscriptionPlan {
  /** Undefined once it is confirmed. */
  readonly pendingToken: string | undefined
}

/** The program's topics and all subscriptions. The program's own subscriptions count as confirmed. */
export class TopicBook {
  readonly topics: readonly TopicPlan[]
  readonly #subscriptions = new BoundedMap<string, Subscription>(MOST_SUBSCRIPTIONS)

  constructor({ subscriptions, topics }: SnsPlan) {
    this.topics = topics
    for (const plan of subscriptions) this.#subscriptions.set(plan.arn, { ...plan, pendingToken: undefined })
  }

  topic(arn: string): TopicPlan | undefined {
    return this.topics.find((topic) => topic.arn === arn)
  }

  subscriptions(belongs: (subscription: Subscription) => boolean): readonly Subscription[] {
    return [...this.#subscriptions.values()].filter(belongs)
  }

  find(topicArn: string, protocol: string, endpoint: string): Subscription | undefined {
    return this.subscriptions(
      (known) => known.topicArn === topicArn && known.protocol === protocol && known.endpoint === endpoint,
    )[0]
  }

  byArn(arn: string): Subscription | undefined {
    return this.#subscriptions.get(arn)
  }

  add(subscription: Subscription): void {
    this.#subscriptions.set(subscription.arn, subscription)
  }

  confirm(topicArn: string, token: string): Subscription | undefined {
    const [pending] = this.subscriptions(
      (known) => known.topicArn === topicArn && known.pendingToken === token,
    )
    if (!pending) return undefined
    const confirmed = { ...pending, pendingToken: undefined }
    this.#subscriptions.set(pending.arn, confirmed)
    return confirmed
  }

  delete(arn: string): void {
    this.#subscriptions.delete(arn)
  }
}
