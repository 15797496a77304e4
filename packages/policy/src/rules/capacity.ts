import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { containersOf } from '../read/containers.ts'
import { isDefaultRoute, routesOfSubnet, zoneOf, zonesOf } from '../read/network.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

const LEAST_TASKS = 2
const LEAST_ZONES = 2
const SPOT = 'FARGATE_SPOT'

/** Losing one task, one zone or one deployment goes unnoticed by visitors. */
export const CAPACITY_RULES: readonly Rule[] = [
  defineRule({
    id: 'service-two-tasks',
    severity: 'high',
    title: 'Every service has two tasks or more',
    reason: 'With one task, each crash or Availability Zone failure is a regional outage.',
    source:
      'ECS Developer Guide, Amazon ECS service high availability; Well-Architected Framework REL10-BP01',
    types: [TYPES.service],
    nextStep: `Set desiredCount to ${LEAST_TASKS} or more.`,
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const tasks = Attributes.of(service).number('desiredCount', 0)
        if (tasks < LEAST_TASKS) yield violation(service, 'desiredCount', tasks, `${LEAST_TASKS} or more`)
      }
    },
  }),
  defineRule({
    id: 'service-two-zones',
    severity: 'high',
    title: 'Services span two zones or more',
    reason: 'A zone fails more often than a region; its loss should not affect visitors.',
    source: 'ECS Developer Guide, Amazon ECS service high availability',
    types: [TYPES.service, TYPES.subnet],
    nextStep: 'List a private subnet per zone in networkConfiguration.subnets.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const zones = zonesOf(graph, Attributes.of(service).block('networkConfiguration').texts('subnets'))
        if (zones < LEAST_ZONES)
          yield violation(service, 'networkConfiguration.subnets', `${zones} zone`, 'two zones')
      }
    },
  }),
  defineRule({
    id: 'load-balancer-two-zones',
    severity: 'high',
    title: 'Load balancers span two zones or more',
    reason: 'An Application Load Balancer needs two, and losing one zone must not cut off all traffic.',
    source: 'Elastic Load Balancing guide, Subnets for your load balancer; Security Hub ELB.13',
    types: [TYPES.loadBalancer, TYPES.subnet],
    nextStep: 'Set subnets to a public subnet in each zone.',
    *check(graph) {
      for (const balancer of graph.ofType(TYPES.loadBalancer)) {
        const zones = zonesOf(graph, Attributes.of(balancer).texts('subnets'))
        if (zones < LEAST_ZONES) yield violation(balancer, 'subnets', `${zones} zone`, 'two zones')
      }
    },
  }),
  defineRule({
    id: 'database-two-zones',
    severity: 'high',
    title: 'Database subnet groups span two zones or more',
    reason: 'Aurora places instances in the group’s zones; within a single zone there is no real standby.',
    source: 'Aurora User Guide, Working with DB subnet groups',
    types: [TYPES.databaseSubnets, TYPES.subnet],
    nextStep: 'List an isolated subnet per zone in subnetIds.',
    *check(graph) {
      for (const group of graph.ofType(TYPES.databaseSubnets)) {
        const zones = zonesOf(graph, Attributes.of(group).texts('subnetIds'))
        if (zones < LEAST_ZONES) yield violation(group, 'subnetIds', `${zones} zone`, 'two zones')
      }
    },
  }),
  defineRule({
    id: 'deployment-rolls-back',
    severity: 'high',
    title: 'A deployment that does not become healthy is rolled back',
    reason: 'Without the circuit breaker, ECS keeps starting tasks that fail and may lose the healthy ones.',
    source: 'ECS Developer Guide, How the Amazon ECS deployment circuit breaker detects failures',
    types: [TYPES.service],
    nextStep: 'Set deploymentCircuitBreaker.enable and rollback to true.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const breaker = Attributes.of(service).block('deploymentCircuitBreaker')
        if (!breaker.boolean('enable') || !breaker.boolean('rollback'))
          yield violation(service, 'deploymentCircuitBreaker', 'without rollback', 'enable and rollback')
      }
    },
  }),
  defineRule({
    id: 'deployment-keeps-capacity',
    severity: 'medium',
    title: 'A deployment never drops below the desired count',
    reason: 'Another region can fail mid-deployment and send all its visitors here.',
    source: 'ECS Developer Guide, Amazon ECS service deployment parameters',
    types: [TYPES.service],
    nextStep: 'Set deploymentMinimumHealthyPercent to 100 and deploymentMaximumPercent to 200.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        // ECS's default is 100.
        const percent = Attributes.of(service).number('deploymentMinimumHealthyPercent', 100)
        if (percent < 100) yield violation(service, 'deploymentMinimumHealthyPercent', percent, '100')
      }
    },
  }),
  defineRule({
    id: 'service-scales',
    severity: 'medium',
    title: 'Every service can scale out to twice its size',
    reason: 'When a region fails, another takes its traffic within a minute, faster than anyone can act.',
    source:
      'ECS Developer Guide, Automatically scale your Amazon ECS service; Well-Architected Framework REL07-BP01',
    types: [TYPES.service, TYPES.scalingTarget],
    nextStep: 'Add an aws.appautoscaling.Target for service/<cluster>/<service> and a policy for it.',
    *check(graph) {
      const targets = graph.ofType(TYPES.scalingTarget)
      for (const service of graph.ofType(TYPES.service)) {
        const attributes = Attributes.of(service)
        const name = attributes.text('name', service.name)
        const cluster = attributes.text('cluster').split('/').at(-1) ?? ''
        const target = targets.find(
          (node) =>
            node.region === service.region &&
            Attributes.of(node).text('resourceId') === `service/${cluster}/${name}`,
        )
        const most = target ? Attributes.of(target).number('maxCapacity', 0) : 0
        const wanted = 2 * attributes.number('desiredCount', 1)
        if (most < wanted)
          yield violation(target ?? service, 'maxCapacity', target ? most : undefined, `${wanted} or more`)
      }
    },
  }),
  defineRule({
    id: 'spot-is-for-stateless',
    severity: 'high',
    title: 'Only services without a database login run on Spot',
    reason:
      'Spot reclaims tasks with two minutes’ notice, often when a regional failure makes capacity scarce.',
    source: 'ECS Developer Guide, Amazon ECS clusters for Fargate, Fargate Spot termination notices',
    types: [TYPES.service, TYPES.taskDefinition],
    nextStep: 'Use FARGATE for this service; for others, keep a base of FARGATE tasks beside Spot.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service)) {
        const attributes = Attributes.of(service)
        const strategies = attributes.blocks('capacityProviderStrategies')
        const spot = strategies.find(
          // ECS's default weight is 0, which means never.
          (each) => each.text('capacityProvider') === SPOT && each.number('weight', 0) > 0,
        )
        if (!spot) continue
        const isStateful = containersOf(graph)
          .filter(
            ({ task }) => Attributes.of(task).text('arn', task.id) === attributes.text('taskDefinition'),
          )
          .some(({ definition }) =>
            definition.blocks('secrets').some((secret) => secret.text('name').startsWith('DATABASE')),
          )
        const base =
          strategies.find((each) => each.text('capacityProvider') === 'FARGATE')?.number('base', 0) ?? 0
        if (isStateful || base < 1)
          yield violation(
            service,
            'capacityProviderStrategies',
            isStateful ? 'Spot with a database login' : 'no base of FARGATE',
            'FARGATE',
          )
      }
    },
  }),
  defineRule({
    id: 'nat-in-own-zone',
    severity: 'medium',
    title: 'Private subnets use the NAT gateway in their own zone',
    reason: 'A zone that uses another’s gateway fails with it, and pays for cross-zone traffic.',
    source: 'VPC User Guide, NAT gateway basics; Well-Architected Framework REL10-BP01',
    types: [TYPES.service, TYPES.natGateway, TYPES.route],
    nextStep: 'Create one NAT gateway in the public subnet of every zone.',
    *check(graph) {
      for (const { subnet, gateway } of natRoutes(graph)) {
        const own = zoneOf(graph.byId(TYPES.subnet, subnet))
        const there = zoneOf(graph.byId(TYPES.subnet, gateway?.text('subnetId') ?? ''))
        const node = graph.byId(TYPES.subnet, subnet)
        if (node && own !== there)
          yield violation(node, 'natGatewayId', `a gateway in ${there}`, `one in ${own}`)
      }
    },
  }),
]

/** Which NAT gateway each subnet of a service uses. */
function natRoutes(graph: ResourceGraph) {
  const subnets = graph
    .ofType(TYPES.service)
    .flatMap((service) => Attributes.of(service).block('networkConfiguration').texts('subnets'))
  return [...new Set(subnets)].flatMap((subnet) =>
    routesOfSubnet(graph, subnet)
      .filter((route) => isDefaultRoute(route) && route.text('natGatewayId') !== '')
      .map((route) => {
        const node = graph.byId(TYPES.natGateway, route.text('natGatewayId'))
        return { subnet, gateway: node && Attributes.of(node) }
      }),
  )
}
