import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { regionOfArn } from '../../../kernel/resource-region.ts'
import type { SnsPlan, SubscriptionPlan, TopicPlan } from '../model/topic-plan.ts'
import { SUBSCRIPTION_TYPE, TOPIC_TYPE } from '../resources.ts'

/** Reads the program's topics and their subscriptions. */
export const planSns = (graph: ResourceGraph): SnsPlan => ({
  topics: graph.ofType(TOPIC_TYPE).map(planTopic),
  subscriptions: graph.ofType(SUBSCRIPTION_TYPE).map(planSubscription),
})

function planTopic(node: ResourceNode): TopicPlan {
  const attributes = Attributes.of(node)
  return {
    arn: node.id,
    name: attributes.text('name', node.name),
    region: regionOfArn(node.id),
    kmsKeyId: attributes.text('kmsMasterKeyId') || undefined,
  }
}

function planSubscription(node: ResourceNode): SubscriptionPlan {
  const attributes = Attributes.of(node)
  return {
    arn: node.id,
    topicArn: attributes.text('topic'),
    protocol: attributes.text('protocol'),
    endpoint: attributes.text('endpoint'),
  }
}
