import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { overlap } from '../read/addresses.ts'
import { containersOf } from '../read/containers.ts'
import { globalDatabases } from '../read/databases.ts'
import { regionsOf } from '../read/network.ts'
import { statementsOf } from '../read/statements.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, missing, type Rule, violation } from '../rule.ts'

const LAG_METRIC = 'AuroraGlobalDBReplicationLag'
/** Control planes that live in us-east-1 alone; their data planes are everywhere. */
const US_EAST_1_ACTIONS =
  /^(route53:(Change|Create|Delete|Update)\w+|cloudfront:(Create|Delete|Update|Associate)\w+|iam:(Create|Put|Attach|Delete|Update)\w+|globalaccelerator:\w+|organizations:\w+)$/

/** Each region works without any other. */
export const REGION_RULES: readonly Rule[] = [
  defineRule({
    id: 'networks-do-not-overlap',
    severity: 'critical',
    title: 'VPC address ranges do not overlap across regions',
    reason: 'Overlapping VPCs cannot be peered, and changing the range means rebuilding the VPC.',
    source: 'VPC Peering Guide, VPC peering limitations',
    types: [TYPES.vpc],
    nextStep: 'Give every region its own CIDR block.',
    *check(graph) {
      const networks = graph.ofType(TYPES.vpc)
      for (const [index, vpc] of networks.entries())
        for (const other of networks.slice(index + 1)) {
          const [block, taken] = [vpc, other].map((node) => Attributes.of(node).text('cidrBlock')) as [
            string,
            string,
          ]
          if (overlap(block, taken))
            yield violation(other, 'cidrBlock', taken, `addresses outside ${block} of ${vpc.name}`)
        }
    },
  }),
  defineRule({
    id: 'networks-meet',
    severity: 'critical',
    title: 'Every pair of VPCs is peered, with routes both ways',
    reason: 'Any region can become the writer, and all others must already be able to reach it.',
    source: 'VPC Peering Guide, Update your route tables for a VPC peering connection',
    types: [TYPES.vpc, TYPES.peering, TYPES.route],
    nextStep: 'Add the peering connection, its accepter, and a route in both VPCs’ route tables.',
    *check(graph) {
      const networks = graph.ofType(TYPES.vpc)
      const routes = graph
        .ofType(TYPES.route)
        .map((node) => ({ route: Attributes.of(node), region: node.region }))
      for (const vpc of networks)
        for (const other of networks) {
          if (vpc === other) continue
          const there = Attributes.of(other).text('cidrBlock')
          const isRouted = routes.some(
            ({ route, region }) =>
              region === vpc.region &&
              overlap(route.text('destinationCidrBlock'), there) &&
              ['vpcPeeringConnectionId', 'transitGatewayId'].some((way) => route.text(way) !== ''),
          )
          if (!isRouted)
            yield violation(vpc, 'routes', `none to ${there}`, `a route to ${other.name} by peering`)
        }
    },
  }),
  defineRule({
    id: 'secret-in-every-region',
    severity: 'critical',
    title: 'Every secret that tasks read is replicated to every serving region',
    reason: 'A task that reads its login from us-east-1 cannot start while us-east-1 is down.',
    source: 'Secrets Manager User Guide, Replicate AWS Secrets Manager secrets across Regions',
    types: [TYPES.secret, TYPES.taskDefinition],
    nextStep: 'Add the region to the secret’s replicas.',
    *check(graph) {
      const read = new Set(secretNamesThatTasksRead(graph))
      const regions = regionsOf(graph)
      for (const secret of graph.ofType(TYPES.secret)) {
        const attributes = Attributes.of(secret)
        if (!read.has(secretName(attributes.text('arn', secret.id)))) continue
        const held = [
          secret.region,
          ...attributes.blocks('replicas').map((replica) => replica.text('region')),
        ]
        for (const region of regions)
          if (!held.includes(region)) yield violation(secret, 'replicas', held, `also ${region}`)
      }
    },
  }),
  defineRule({
    id: 'images-in-every-region',
    severity: 'high',
    title: 'Images are replicated to every serving region',
    reason: 'A region that pulls from another’s registry cannot replace tasks while that region is down.',
    source: 'ECR User Guide, Private image replication in Amazon ECR',
    types: [TYPES.repository, TYPES.replication],
    nextStep: 'Add the region to the registry’s replication destinations, and the repository to its filters.',
    *check(graph) {
      const rules = graph.ofType(TYPES.replication).flatMap((node) =>
        Attributes.of(node)
          .block('replicationConfiguration')
          .blocks('rules')
          .map((rule) => ({ rule, from: node.region })),
      )
      const regions = regionsOf(graph)
      for (const repository of graph.ofType(TYPES.repository)) {
        const name = Attributes.of(repository).text('name', repository.id)
        const reached = rules
          .filter(({ rule }) => filtersOf(rule).some((filter) => name.startsWith(filter)))
          .flatMap(({ rule, from }) => [
            from,
            ...rule.blocks('destinations').map((each) => each.text('region')),
          ])
        for (const region of regions)
          if (!reached.includes(region)) yield violation(repository, 'replication', reached, `also ${region}`)
      }
    },
  }),
  defineRule({
    id: 'services-in-every-region',
    severity: 'high',
    title: 'Every region runs the same services and task counts',
    reason: 'After a failover, the other region must have every service and enough capacity.',
    source: 'Well-Architected Framework, REL11-BP05 Use static stability to prevent bimodal behavior',
    types: [TYPES.service, TYPES.vpc],
    nextStep: 'Create it in every region with the same desiredCount.',
    *check(graph) {
      const services = Map.groupBy(graph.ofType(TYPES.service), (node) =>
        Attributes.of(node).text('name', node.name),
      )
      for (const [name, copies] of services) {
        const present: readonly string[] = copies.map(({ region }) => region ?? '')
        for (const region of regionsOf(graph))
          if (!present.includes(region))
            yield missing(graph, `no service ${name} in ${region}`, 'one in every region')
        const [first, ...others] = copies.map((node) => ({
          node,
          tasks: Attributes.of(node).text('desiredCount'),
        }))
        for (const { node, tasks } of others)
          if (tasks !== first?.tasks)
            yield violation(node, 'desiredCount', tasks, `${first?.tasks}, as ${first?.node.name} has`)
      }
    },
  }),
  defineRule({
    id: 'task-needs-own-region-only',
    severity: 'critical',
    title: 'Tasks use images, secrets and logs in their own region',
    reason: 'A task that depends on another region cannot start when that region fails.',
    source: 'Well-Architected Framework, REL10-BP01 Deploy the workload to multiple locations',
    types: [TYPES.taskDefinition],
    nextStep: 'Use the secret replica, image and log group in the task’s own region.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph)) {
        const elsewhere = (region: string | undefined) =>
          region !== undefined && region !== '' && region !== task.region
        for (const secret of definition.blocks('secrets')) {
          const source = secret.text('valueFrom')
          if (elsewhere(source.split(':')[3]))
            yield violation(
              task,
              path(`secrets[${secret.text('name')}].valueFrom`),
              source,
              `a replica in ${task.region}`,
            )
        }
        const registry = /\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/.exec(definition.text('image'))?.[1]
        if (elsewhere(registry))
          yield violation(task, path('image'), definition.text('image'), `a registry in ${task.region}`)
        const log = definition.block('logConfiguration').block('options').text('awslogs-region')
        if (elsewhere(log))
          yield violation(task, path('logConfiguration.options.awslogs-region'), log, String(task.region))
      }
    },
  }),
  defineRule({
    id: 'lag-watched-in-every-region',
    severity: 'high',
    title: 'Replication lag has an alarm in every region that can be a secondary',
    reason: 'Only secondaries publish the metric, and a switchover changes which they are.',
    source:
      'Aurora User Guide, Monitoring an Amazon Aurora global database; CloudWatch metrics for Amazon Aurora',
    types: [TYPES.database, TYPES.alarm],
    nextStep: `Add an alarm on ${LAG_METRIC} with the member’s region and cluster; missing data is not breaching.`,
    *check(graph) {
      const watched = graph.ofType(TYPES.alarm).filter((node) => watchesLag(Attributes.of(node)))
      for (const { cluster } of globalDatabases(graph).flat())
        if (!watched.some(({ region }) => region === cluster.region))
          yield violation(cluster, LAG_METRIC, 'no alarm', `an alarm in ${cluster.region}`)
    },
  }),
  defineRule({
    id: 'failover-without-us-east-1',
    severity: 'critical',
    title: 'No automation changes DNS, the distribution or roles',
    reason:
      'Their control planes are in us-east-1: failover automation that calls them fails with that region.',
    source:
      'AWS Fault Isolation Boundaries whitepaper, Global services; Route 53 Developer Guide, control and data planes',
    types: [TYPES.role, TYPES.rolePolicy],
    nextStep: 'Use pre-created health-checked records, or ARC routing controls.',
    *check(graph) {
      const machines = new Set(
        statementsOf(graph, 'trust')
          .filter(({ principals }) => principals.some((principal) => principal.startsWith('Service:')))
          .map(({ node }) => Attributes.of(node).text('name', node.id)),
      )
      for (const { node, path, isAllow, actions } of statementsOf(graph, 'identity')) {
        if (!isAllow || !machines.has(Attributes.of(node).text('role'))) continue
        const calls = actions.filter((action) => US_EAST_1_ACTIONS.test(action))
        if (calls.length > 0)
          yield violation(node, `${path}.Action`, calls, 'no us-east-1 control plane call')
      }
    },
  }),
]

function secretNamesThatTasksRead(graph: ResourceGraph): readonly string[] {
  return containersOf(graph)
    .flatMap(({ definition }) => definition.blocks('secrets'))
    .map((secret) => secretName(secret.text('valueFrom')))
}

/** The same in every region; ECS allows a JSON key behind it. */
function secretName(arn: string): string {
  return arn.split(':')[6] ?? arn
}

function filtersOf(rule: Attributes): readonly string[] {
  const filters = rule.blocks('repositoryFilters').map((filter) => filter.text('filter'))
  return filters.length > 0 ? filters : ['']
}

function watchesLag(alarm: Attributes): boolean {
  return [
    alarm.text('metricName'),
    ...alarm.blocks('metricQueries').map((query) => query.block('metric').text('metricName')),
  ].includes(LAG_METRIC)
}
