import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { type KeyUse, onBehalfOf, serviceIn, through } from './key-use.ts'
import { accountOfNode } from './services.ts'

const PUBLISH = ['kms:Decrypt', 'kms:GenerateDataKey']
const SOURCE =
  'Amazon SNS Developer Guide, Enable compatibility between event sources from AWS services and encrypted topics'

/** A resource that publishes to a topic, and as whom. */
interface Publisher {
  readonly node: ResourceNode
  readonly property: string
  readonly topic: string
  readonly by: { readonly service: string } | { readonly roleArn: string }
}

/** An encrypted topic delivers nothing from publishers that may not use its key. */
export function topicUses(graph: ResourceGraph): readonly KeyUse[] {
  const keys = new Map(
    graph.ofType(TYPES.topic).map((topic) => {
      const attributes = Attributes.of(topic)
      return [
        attributes.text('arn', topic.id),
        { key: attributes.text('kmsMasterKeyId'), region: topic.region },
      ] as const
    }),
  )
  return publishersOf(graph).flatMap(({ node, property, topic, by }) => {
    const encryption = keys.get(topic)
    if (!encryption || encryption.key === '') return []
    const { key, region } = encryption
    const context =
      'service' in by
        ? onBehalfOf(Attributes.of(node).text('arn'), accountOfNode(node))
        : through(serviceIn('sns', region))
    return [
      {
        node,
        property,
        key,
        by,
        actions: PUBLISH,
        context,
        purpose: 'its messages reach the encrypted topic',
        source: SOURCE,
      },
    ]
  })
}

/** Everything that publishes to topics: alarms, budgets, anomaly subscriptions and EventBridge rules. */
export function publishersOf(graph: ResourceGraph): readonly Publisher[] {
  return [...alarms(graph), ...budgets(graph), ...anomalies(graph), ...eventTargets(graph)]
}

const ALARM_ACTIONS = ['alarmActions', 'okActions', 'insufficientDataActions']

function alarms(graph: ResourceGraph): readonly Publisher[] {
  return [...graph.ofType(TYPES.alarm), ...graph.ofType(TYPES.compositeAlarm)].flatMap((node) =>
    ALARM_ACTIONS.flatMap((property) =>
      Attributes.of(node)
        .texts(property)
        .map((topic) => ({ node, property, topic, by: { service: 'cloudwatch.amazonaws.com' } })),
    ),
  )
}

function budgets(graph: ResourceGraph): readonly Publisher[] {
  return graph.ofType(TYPES.budget).flatMap((node) =>
    Attributes.of(node)
      .blocks('notifications')
      .flatMap((notification) => notification.texts('subscriberSnsTopicArns'))
      .map((topic) => ({ node, property: 'notifications', topic, by: { service: 'budgets.amazonaws.com' } })),
  )
}

function anomalies(graph: ResourceGraph): readonly Publisher[] {
  return graph.ofType(TYPES.anomalySubscription).flatMap((node) =>
    Attributes.of(node)
      .blocks('subscribers')
      .filter((subscriber) => subscriber.text('type') === 'SNS')
      .map((subscriber) => ({
        node,
        property: 'subscribers',
        topic: subscriber.text('address'),
        by: { service: 'costalerts.amazonaws.com' },
      })),
  )
}

function eventTargets(graph: ResourceGraph): readonly Publisher[] {
  const targets = graph
    .ofType(TYPES.eventTarget)
    .filter((node) => Attributes.of(node).text('arn').includes(':sns:'))
  return targets.map((node) => {
    const target = Attributes.of(node)
    const roleArn = target.text('roleArn')
    const by = roleArn === '' ? { service: 'events.amazonaws.com' } : { roleArn }
    return { node, property: 'arn', topic: target.text('arn'), by }
  })
}
