import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../../resource-types.ts'
import { defineRule, type Rule, violation } from '../../rule.ts'

/** Figures and names in two places agree. */
export const FIGURE_JOIN_RULES: readonly Rule[] = [
  defineRule({
    id: 'rollout-can-replace',
    severity: 'critical',
    title: 'A rollout’s task limits leave room to replace one task',
    reason:
      'At 100 and 100 percent, ECS can neither stop an old task nor start a new one: the rollout hangs.',
    source:
      'Amazon ECS Developer Guide, Deploy Amazon ECS services by replacing tasks, minimumHealthyPercent and maximumPercent',
    types: [TYPES.service],
    nextStep: 'Raise deploymentMaximumPercent, or lower deploymentMinimumHealthyPercent.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const attributes = Attributes.of(service)
        const desired = attributes.number('desiredCount', 1)
        // ECS rounds the maximum down and the minimum up.
        const most = Math.floor((desired * attributes.number('deploymentMaximumPercent', 200)) / 100)
        const least = Math.ceil((desired * attributes.number('deploymentMinimumHealthyPercent', 100)) / 100)
        if (most <= least)
          yield violation(
            service,
            'deploymentMaximumPercent',
            `at most ${most} and at least ${least} of ${desired} tasks`,
            `room for one task`,
          )
      }
    },
  }),
  defineRule({
    id: 'vault-lock-fits-plan',
    severity: 'critical',
    title: 'Recovery point retention is within the vault lock’s limits',
    reason:
      'AWS Backup fails every job with a lifecycle outside the lock’s limits: no backups, though the plan looks right.',
    source: 'AWS Backup Developer Guide, AWS Backup Vault Lock',
    types: [TYPES.backupPlan, TYPES.vaultLock],
    nextStep: 'Set the plan’s deleteAfter between the lock’s minRetentionDays and maxRetentionDays.',
    *check(graph) {
      for (const plan of graph.ofType(TYPES.backupPlan))
        for (const [index, rule] of Attributes.of(plan).blocks('rules').entries()) {
          const lock = graph
            .ofType(TYPES.vaultLock)
            .find(
              (each) =>
                each.region === plan.region &&
                Attributes.of(each).text('backupVaultName') === rule.text('targetVaultName'),
            )
          if (!lock) continue
          const [least, most] = ['minRetentionDays', 'maxRetentionDays'].map((property, each) =>
            Attributes.of(lock).number(property, each === 0 ? 1 : Number.POSITIVE_INFINITY),
          )
          const days = rule.block('lifecycle').number('deleteAfter', Number.POSITIVE_INFINITY)
          if (days < (least ?? 0) || days > (most ?? 0))
            yield violation(
              plan,
              `rules[${index}].lifecycle.deleteAfter`,
              `${days} days`,
              `between ${least} and ${most} days, as ${lock.name} locks`,
            )
        }
    },
  }),
  defineRule({
    id: 'alarm-dimension-fits-metric',
    severity: 'critical',
    title: 'Alarm dimensions fit their metric and name a resource in the program',
    reason: 'A dimension that does not exist has no data: the alarm never fires.',
    source:
      'CloudWatch metrics pages of Application Load Balancer, Aurora, Route 53, CloudFront, ECS and Synthetics, Dimensions',
    types: [TYPES.alarm],
    nextStep:
      'Use the value the metric requires: arnSuffix for load balancers, names for clusters and services, else ids.',
    *check(graph) {
      for (const alarm of graph.ofType(TYPES.alarm))
        for (const { path, metric } of metricsOf(alarm))
          for (const [name, value] of Object.entries(dimensionsOf(metric))) {
            const owners = OWNERS[name]
            if (owners === undefined || !metric.text('namespace').startsWith('AWS/')) continue
            const known = owners(graph, alarm)
            if (!known.includes(value))
              yield violation(
                alarm,
                `${path}dimensions.${name}`,
                value,
                known.join(' or ') || 'a program resource',
              )
          }
    },
  }),
  defineRule({
    id: 'global-metric-watched-in-us-east-1',
    severity: 'critical',
    title: 'Route 53 and CloudFront alarms are in us-east-1',
    reason: 'Their metrics exist only there: alarms in other regions get no data.',
    source:
      'Route 53 Developer Guide, Monitoring health checks using CloudWatch; CloudFront Developer Guide, Viewing metrics',
    types: [TYPES.alarm],
    nextStep: 'Create the alarm with a us-east-1 provider.',
    *check(graph) {
      for (const alarm of graph.ofType(TYPES.alarm))
        for (const { path, metric } of metricsOf(alarm))
          if (
            ['AWS/Route53', 'AWS/CloudFront'].includes(metric.text('namespace')) &&
            alarm.region !== 'us-east-1'
          )
            yield violation(
              alarm,
              `${path}namespace`,
              `${metric.text('namespace')} in ${alarm.region}`,
              'an alarm in us-east-1',
            )
    },
  }),
  defineRule({
    id: 'key-of-own-region',
    severity: 'critical',
    title: 'Encrypted resources use a key in their own region',
    reason: 'KMS cannot use keys of other regions: NotFoundException fails the deployment or the copy.',
    source:
      'AWS KMS Developer Guide, AWS KMS keys; Secrets Manager User Guide, Replicate AWS Secrets Manager secrets across Regions',
    types: [TYPES.secret, TYPES.logGroup, TYPES.topic, TYPES.repository, TYPES.backupVault, TYPES.function],
    nextStep: 'Use a key in the resource’s or replica’s own region.',
    *check(graph) {
      for (const { node, property, key, region } of regionalKeys(graph)) {
        const [, , , keyRegion] = key.split(':')
        if (key.startsWith('arn:') && keyRegion !== region)
          yield violation(node, property, key, `a key in ${region}`)
      }
    },
  }),
]

/** By dimension, the values that the program's resources have. */
const OWNERS: Readonly<Record<string, (graph: ResourceGraph, alarm: ResourceNode) => readonly string[]>> = {
  LoadBalancer: (graph, alarm) => valuesIn(graph, alarm, TYPES.loadBalancer, 'arnSuffix'),
  TargetGroup: (graph, alarm) => valuesIn(graph, alarm, TYPES.targetGroup, 'arnSuffix'),
  DBClusterIdentifier: (graph, alarm) => valuesIn(graph, alarm, TYPES.database, 'clusterIdentifier'),
  DBInstanceIdentifier: (graph, alarm) => valuesIn(graph, alarm, TYPES.databaseInstance, 'identifier'),
  ClusterName: (graph, alarm) => valuesIn(graph, alarm, TYPES.serviceCluster, 'name'),
  ServiceName: (graph, alarm) => valuesIn(graph, alarm, TYPES.service, 'name'),
  HealthCheckId: (graph) => graph.ofType(TYPES.healthCheck).map(({ id }) => id),
  HostedZoneId: (graph) => graph.ofType(TYPES.zone).map(({ id }) => id),
  DistributionId: (graph) => graph.ofType(TYPES.distribution).map(({ id }) => id),
}

function valuesIn(
  graph: ResourceGraph,
  alarm: ResourceNode,
  type: string,
  property: string,
): readonly string[] {
  return graph
    .ofType(type)
    .filter(({ region }) => region === alarm.region)
    .map((node) => Attributes.of(node).text(property, node.id))
}

/** The alarm's own metric, and those of its expression. */
function metricsOf(alarm: ResourceNode): readonly { readonly path: string; readonly metric: Attributes }[] {
  const attributes = Attributes.of(alarm)
  const queries = attributes
    .blocks('metricQueries')
    .flatMap((query) =>
      query.has('metric')
        ? [{ path: `metricQueries[${query.text('id')}].metric.`, metric: query.block('metric') }]
        : [],
    )
  return attributes.text('metricName') === '' ? queries : [{ path: '', metric: attributes }, ...queries]
}

function dimensionsOf(metric: Attributes): Readonly<Record<string, string>> {
  const names = Object.keys(OWNERS)
  const block = metric.block('dimensions')
  return Object.fromEntries(names.filter((name) => block.has(name)).map((name) => [name, block.text(name)]))
}

interface RegionalKey {
  readonly node: ResourceNode
  readonly property: string
  readonly key: string
  readonly region: string | undefined
}

const KEY_PROPERTIES = ['kmsKeyId', 'kmsMasterKeyId', 'kmsKeyArn']

function regionalKeys(graph: ResourceGraph): readonly RegionalKey[] {
  const types = [TYPES.secret, TYPES.logGroup, TYPES.topic, TYPES.backupVault, TYPES.function, TYPES.trail]
  const own = types.flatMap((type) =>
    graph.ofType(type).flatMap((node) =>
      KEY_PROPERTIES.map((property) => ({
        node,
        property,
        key: Attributes.of(node).text(property),
        region: node.region,
      })),
    ),
  )
  const replicas = graph.ofType(TYPES.secret).flatMap((node) =>
    Attributes.of(node)
      .blocks('replicas')
      .map((replica) => ({
        node,
        property: `replicas[${replica.text('region')}].kmsKeyId`,
        key: replica.text('kmsKeyId'),
        region: replica.text('region'),
      })),
  )
  const repositories = graph.ofType(TYPES.repository).flatMap((node) =>
    Attributes.of(node)
      .blocks('encryptionConfigurations')
      .map((block, index) => ({
        node,
        property: `encryptionConfigurations[${index}].kmsKey`,
        key: block.text('kmsKey'),
        region: node.region,
      })),
  )
  return [...own, ...replicas, ...repositories]
}
