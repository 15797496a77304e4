import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { isWorld } from '../read/addresses.ts'
import { groupsOf, wayOut } from '../read/network.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, missing, type Rule, violation } from '../rule.ts'

const HTTPS_PORT = 443

/** Nothing is reachable that need not be. */
export const EXPOSURE_RULES: readonly Rule[] = [
  defineRule({
    id: 'group-closed-to-world',
    severity: 'critical',
    title: 'Only load balancers may be reached from any address',
    reason: 'Tasks and databases are internal; a security group open to the world makes them a target.',
    source: 'VPC User Guide, Security group rules; Security Hub EC2.18 and EC2.19',
    types: [TYPES.securityIngress, TYPES.securityGroup],
    nextStep: 'Name the security group or the CIDR of the callers instead of every address.',
    *check(graph) {
      const balancers = groupsOf(graph, TYPES.loadBalancer, 'securityGroups')
      for (const { node, path, group, cidr } of openIngress(graph))
        if (!balancers.has(group))
          yield violation(node, path, cidr, 'a security group or the CIDR of a known network')
    },
  }),
  defineRule({
    id: 'load-balancer-behind-edge',
    severity: 'high',
    title: 'Load balancers admit CloudFront, not every address',
    reason: 'Direct access to a load balancer bypasses the edge’s firewall, rate limits and cache.',
    source: 'CloudFront Developer Guide, Restrict access to Application Load Balancers',
    types: [TYPES.securityIngress, TYPES.loadBalancer],
    nextStep: 'Admit the prefix list com.amazonaws.global.cloudfront.origin-facing, or use a VPC origin.',
    *check(graph) {
      const balancers = groupsOf(graph, TYPES.loadBalancer, 'securityGroups')
      for (const { node, path, group, cidr } of openIngress(graph))
        if (balancers.has(group)) yield violation(node, path, cidr, 'the CloudFront prefix list')
    },
  }),
  defineRule({
    id: 'group-one-port',
    severity: 'medium',
    title: 'A security group rule opens one port of one protocol',
    reason: 'A range can expose unexpected services, now or after a deployment.',
    source: 'VPC User Guide, Security group rules',
    types: [TYPES.securityIngress],
    nextStep: 'Write one rule for each listening port.',
    *check(graph) {
      for (const rule of graph.ofType(TYPES.securityIngress)) {
        const attributes = Attributes.of(rule)
        const [from, to] = [attributes.text('fromPort'), attributes.text('toPort')]
        if (attributes.text('ipProtocol') === '-1' || from !== to)
          yield violation(
            rule,
            'toPort',
            `${attributes.text('ipProtocol')} ${from}-${to}`,
            'one port of one protocol',
          )
      }
    },
  }),
  defineRule({
    id: 'egress-to-world-is-tls',
    severity: 'medium',
    title: 'Outbound traffic to any address uses port 443',
    reason: 'AWS endpoints need only port 443; other ports allow data exfiltration.',
    source: 'VPC User Guide, Security group rules; Well-Architected Framework SEC05-BP02',
    types: [TYPES.securityEgress],
    nextStep: 'Name the receiving security group or network, or use 443.',
    *check(graph) {
      for (const rule of graph.ofType(TYPES.securityEgress)) {
        const attributes = Attributes.of(rule)
        if (!isOpen(attributes) || attributes.number('toPort', -1) === HTTPS_PORT) continue
        yield violation(rule, 'toPort', attributes.text('toPort', 'all ports'), String(HTTPS_PORT))
      }
    },
  }),
  defineRule({
    id: 'default-group-closed',
    severity: 'medium',
    title: 'The default security group of every VPC is empty',
    reason: 'Resources created without a group get this one, whose members can reach each other.',
    source: 'VPC User Guide, Default security groups for your VPCs; Security Hub EC2.2',
    types: [TYPES.vpc, TYPES.defaultGroup],
    nextStep: 'Add an aws.ec2.DefaultSecurityGroup for the VPC with empty ingress and egress.',
    *check(graph) {
      for (const vpc of graph.ofType(TYPES.vpc)) {
        const group = graph
          .ofType(TYPES.defaultGroup)
          .find((node) => Attributes.of(node).text('vpcId') === vpc.id)
        if (!group)
          yield violation(vpc, 'defaultSecurityGroupId', 'not managed', 'a default group without rules')
        else if (['ingress', 'egress'].some((side) => Attributes.of(group).blocks(side).length > 0))
          yield violation(group, 'ingress', 'rules', 'none')
      }
    },
  }),
  defineRule({
    id: 'task-without-public-address',
    severity: 'high',
    title: 'Tasks have no public address',
    reason: 'Visitors reach tasks through the load balancer; a public address only helps attackers.',
    source: 'ECS Developer Guide, Fargate task networking; Security Hub ECS.2',
    types: [TYPES.service],
    nextStep: 'Set networkConfiguration.assignPublicIp to false.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service))
        if (Attributes.of(service).block('networkConfiguration').boolean('assignPublicIp'))
          yield violation(service, 'networkConfiguration.assignPublicIp', true, 'false')
    },
  }),
  defineRule({
    id: 'task-in-private-subnet',
    severity: 'high',
    title: 'Tasks run in subnets with no route from the internet',
    reason: 'In a subnet routed to an internet gateway, one wrong setting exposes the tasks.',
    source: 'ECS Developer Guide, Best practices for connecting Amazon ECS applications to the internet',
    types: [TYPES.service, TYPES.route],
    nextStep: 'Use the private subnets, whose default route is a NAT gateway.',
    *check(graph) {
      for (const service of graph.ofType(TYPES.service))
        for (const subnet of Attributes.of(service).block('networkConfiguration').texts('subnets'))
          if (wayOut(graph, subnet) === 'internet-gateway')
            yield violation(service, 'networkConfiguration.subnets', `${subnet}, public`, 'private subnets')
    },
  }),
  defineRule({
    id: 'database-not-public',
    severity: 'critical',
    title: 'Database instances have no public address',
    reason: 'A database that resolves to a public address is one rule away from the internet.',
    source: 'Aurora User Guide, Hiding a DB cluster in a VPC from the internet; Security Hub RDS.2',
    types: [TYPES.databaseInstance],
    nextStep: 'Set publiclyAccessible to false.',
    *check(graph) {
      for (const instance of graph.ofType(TYPES.databaseInstance))
        if (Attributes.of(instance).boolean('publiclyAccessible'))
          yield violation(instance, 'publiclyAccessible', true, 'false')
    },
  }),
  defineRule({
    id: 'database-isolated',
    severity: 'high',
    title: 'Database subnets have no route to the internet',
    reason: 'A database needs no outbound access; a route only helps intruders.',
    source: 'Aurora User Guide, Working with a DB cluster in a VPC',
    types: [TYPES.databaseSubnets, TYPES.route],
    nextStep: 'Use subnets whose route table has no default route.',
    *check(graph) {
      for (const group of graph.ofType(TYPES.databaseSubnets))
        for (const subnet of Attributes.of(group).texts('subnetIds')) {
          const way = wayOut(graph, subnet)
          if (way !== 'none')
            yield violation(group, 'subnetIds', `${subnet}, default route to ${way}`, 'no default route')
        }
    },
  }),
  defineRule({
    id: 'subnet-gives-no-address',
    severity: 'medium',
    title: 'Subnets do not auto-assign public addresses',
    reason: 'Load balancers and NAT gateways get their own; nothing else needs one.',
    source: 'VPC User Guide, Modify the IP addressing attributes of your subnet; Security Hub EC2.15',
    types: [TYPES.subnet],
    nextStep: 'Set mapPublicIpOnLaunch to false.',
    *check(graph) {
      for (const subnet of graph.ofType(TYPES.subnet))
        if (Attributes.of(subnet).boolean('mapPublicIpOnLaunch'))
          yield violation(subnet, 'mapPublicIpOnLaunch', true, 'false')
    },
  }),
  defineRule({
    id: 'bucket-blocks-public-access',
    severity: 'high',
    title: 'Buckets block public access in all four ways',
    reason: 'Assets are served through CloudFront; a public policy or ACL is always a mistake.',
    source: 'S3 User Guide, Blocking public access to your Amazon S3 storage; Security Hub S3.8',
    types: [TYPES.bucket, TYPES.bucketPublicAccess],
    nextStep: 'Add an aws.s3.BucketPublicAccessBlock for the bucket with all four settings true.',
    *check(graph) {
      for (const bucket of graph.ofType(TYPES.bucket)) {
        const block = graph
          .ofType(TYPES.bucketPublicAccess)
          .find((node) => Attributes.of(node).text('bucket') === bucket.id)
        const open = PUBLIC_ACCESS.filter((setting) => !block || !Attributes.of(block).boolean(setting))
        if (open.length > 0)
          yield violation(block ?? bucket, open.join(', '), block ? 'false' : undefined, 'true')
      }
    },
  }),
  defineRule({
    id: 'distribution-firewall',
    severity: 'high',
    title: 'The distribution has a web ACL',
    reason: 'Only the edge can filter every request before it reaches a region.',
    source: 'AWS WAF Developer Guide, Using AWS WAF with Amazon CloudFront; Security Hub CloudFront.6',
    types: [TYPES.distribution],
    nextStep: 'Set webAclId to the ARN of a web ACL of scope CLOUDFRONT in us-east-1.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const acl = Attributes.of(distribution).text('webAclId')
        if (acl === '') yield violation(distribution, 'webAclId', acl, 'the ARN of a web ACL')
      }
    },
  }),
  defineRule({
    id: 'load-balancer-firewall',
    severity: 'medium',
    title: 'Every load balancer has a regional web ACL',
    reason: 'The edge firewall does not see traffic that bypasses CloudFront.',
    source: 'AWS WAF Developer Guide, Using AWS WAF with Application Load Balancers; Security Hub ELB.16',
    types: [TYPES.loadBalancer, TYPES.webAclAssociation],
    nextStep: 'Add an aws.wafv2.WebAclAssociation with the load balancer’s ARN.',
    *check(graph) {
      const protectedArns = graph
        .ofType(TYPES.webAclAssociation)
        .map((association) => Attributes.of(association).text('resourceArn'))
      for (const balancer of graph.ofType(TYPES.loadBalancer))
        if (!protectedArns.includes(Attributes.of(balancer).text('arn', balancer.id)))
          yield violation(balancer, 'webAclAssociation', undefined, 'a regional web ACL')
    },
  }),
  defineRule({
    id: 'threats-detected-everywhere',
    severity: 'medium',
    title: 'GuardDuty runs in every serving region',
    reason: 'Stolen credentials are mostly used in unwatched regions.',
    source: 'GuardDuty User Guide, Regions and endpoints; Security Hub GuardDuty.1',
    types: [TYPES.guardDuty, TYPES.vpc],
    nextStep: 'Add an aws.guardduty.Detector with the region’s provider.',
    *check(graph) {
      const watched = graph.ofType(TYPES.guardDuty).map(({ region }) => region)
      for (const vpc of graph.ofType(TYPES.vpc))
        if (!watched.includes(vpc.region))
          yield missing(graph, `no detector in ${vpc.region}`, 'one in every region')
    },
  }),
]

const PUBLIC_ACCESS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets']

interface OpenIngress {
  readonly node: ResourceNode
  readonly path: string
  /** Id of the group that is open. */
  readonly group: string
  readonly cidr: string
}

/** Every ingress from any address: standalone rules and those inline in a group. */
function openIngress(graph: ResourceGraph): readonly OpenIngress[] {
  const separate = graph.ofType(TYPES.securityIngress).flatMap((node) => {
    const attributes = Attributes.of(node)
    return ['cidrIpv4', 'cidrIpv6']
      .filter((property) => isWorld(attributes.text(property)))
      .map((path) => ({ node, path, group: attributes.text('securityGroupId'), cidr: attributes.text(path) }))
  })
  const inline = graph.ofType(TYPES.securityGroup).flatMap((node) =>
    Attributes.of(node)
      .blocks('ingress')
      .flatMap((rule) => [...rule.texts('cidrBlocks'), ...rule.texts('ipv6CidrBlocks')])
      .filter(isWorld)
      .map((cidr) => ({ node, path: 'ingress', group: node.id, cidr })),
  )
  return [...separate, ...inline]
}

function isOpen(rule: Attributes): boolean {
  return isWorld(rule.text('cidrIpv4')) || isWorld(rule.text('cidrIpv6'))
}
