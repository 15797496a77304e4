import type { RegionId } from '@meridian/topology'

export interface TopicPlan {
  readonly arn: string
  readonly name: string
  readonly region: RegionId
  readonly kmsKeyId: string | undefined
}

export interface SubscriptionPlan {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: string
  readonly endpoint: string
}

export interface SnsPlan {
  readonly topics: readonly TopicPlan[]
  readonly subscriptions: readonly SubscriptionPlan[]
}
