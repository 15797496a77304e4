import { Attributes, type ResourceGraph, type Urn } from '@meridian/resource-graph'
import { containersOf } from '../read/containers.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, missing, type Rule, violation } from '../rule.ts'

/** Who did what is recorded, but not kept forever. */
export const LOGGING_RULES: readonly Rule[] = [
  defineRule({
    id: 'log-group-retention',
    severity: 'medium',
    title: 'Log groups set a retention period',
    reason: 'Without a retention period, CloudWatch keeps logs and their cost forever.',
    source: 'CloudWatch Logs User Guide, Change log data retention; Security Hub CloudWatch.16',
    types: [TYPES.logGroup],
    nextStep: 'Set retentionInDays.',
    *check(graph) {
      for (const group of graph.ofType(TYPES.logGroup))
        if (Attributes.of(group).number('retentionInDays', 0) === 0)
          yield violation(group, 'retentionInDays', 'never expires', 'a number of days')
    },
  }),
  defineRule({
    id: 'container-logs',
    severity: 'medium',
    title: 'Every container logs to a log group in the program',
    reason:
      'Without a log driver, a container leaves no output; a log group created by the driver has no retention.',
    source: 'ECS Developer Guide, Send Amazon ECS logs to CloudWatch; Security Hub ECS.9',
    types: [TYPES.taskDefinition, TYPES.logGroup],
    nextStep: 'Set logConfiguration with awslogs-group of an aws.cloudwatch.LogGroup.',
    *check(graph) {
      const groups = graph.ofType(TYPES.logGroup).map((group) => Attributes.of(group).text('name', group.id))
      for (const { task, definition, path } of containersOf(graph)) {
        const configuration = definition.block('logConfiguration')
        if (configuration.text('logDriver') === 'awsfirelens') continue
        const group = configuration.block('options').text('awslogs-group')
        if (!groups.includes(group))
          yield violation(task, path('logConfiguration'), group, 'the program’s log group')
      }
    },
  }),
  defineRule({
    id: 'network-flow-logs',
    severity: 'medium',
    title: 'Every VPC has flow logs',
    reason: 'After a break-in, flow logs are the only record of who talked to whom.',
    source: 'VPC User Guide, Logging IP traffic using VPC Flow Logs; Security Hub EC2.6',
    types: [TYPES.vpc, TYPES.flowLog],
    nextStep: 'Add an aws.ec2.FlowLog with the VPC’s id.',
    check: (graph) => unreferenced(graph, TYPES.vpc, TYPES.flowLog, 'vpcId', 'flowLog'),
  }),
  defineRule({
    id: 'load-balancer-logs',
    severity: 'medium',
    title: 'Load balancers log every request',
    reason: 'Only these logs show refused, malformed and timed-out requests.',
    source:
      'Elastic Load Balancing guide, Access logs for your Application Load Balancer; Security Hub ELB.5',
    types: [TYPES.loadBalancer, TYPES.logDeliverySource],
    nextStep: 'Set accessLogs to a bucket in the region, with enabled true.',
    *check(graph) {
      const delivered = deliveredArns(graph)
      for (const balancer of graph.ofType(TYPES.loadBalancer)) {
        const attributes = Attributes.of(balancer)
        if (!attributes.block('accessLogs').boolean('enabled') && !delivered.includes(attributes.text('arn')))
          yield violation(
            balancer,
            'accessLogs.enabled',
            attributes.block('accessLogs').boolean('enabled'),
            'true',
          )
      }
    },
  }),
  defineRule({
    id: 'distribution-logs',
    severity: 'medium',
    title: 'The distribution logs every request',
    reason: 'Requests served from the cache appear in no other log.',
    source: 'CloudFront Developer Guide, Access logs (standard logs); Security Hub CloudFront.5',
    types: [TYPES.distribution, TYPES.logDeliverySource],
    nextStep: 'Set loggingConfig, or deliver its logs with an aws.cloudwatch.LogDeliverySource.',
    *check(graph) {
      const delivered = deliveredArns(graph)
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const attributes = Attributes.of(distribution)
        const isLogged = attributes.block('loggingConfig').text('bucket') !== ''
        if (!isLogged && !delivered.includes(attributes.text('arn')))
          yield violation(distribution, 'loggingConfig', undefined, 'a bucket or a log delivery')
      }
    },
  }),
  defineRule({
    id: 'database-exports-logs',
    severity: 'medium',
    title: 'Databases export logs',
    reason: 'Logs on an instance are lost with it, just when a failover must be explained.',
    source:
      'Aurora User Guide, Publishing Aurora PostgreSQL logs to Amazon CloudWatch Logs; Security Hub RDS.34',
    types: [TYPES.database],
    nextStep: 'Set enabledCloudwatchLogsExports to postgresql.',
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.database)) {
        const exported = Attributes.of(cluster).texts('enabledCloudwatchLogsExports')
        if (!exported.includes('postgresql'))
          yield violation(cluster, 'enabledCloudwatchLogsExports', exported, 'postgresql')
      }
    },
  }),
  defineRule({
    id: 'audit-trail',
    severity: 'high',
    title: 'One trail records every region, with log file validation',
    reason: 'A single-region trail misses other regions; without validation its files prove nothing.',
    source:
      'CloudTrail User Guide, Creating a trail for your AWS account; Security Hub CloudTrail.1 and CloudTrail.4',
    types: [TYPES.trail],
    nextStep: 'Set isMultiRegionTrail, includeGlobalServiceEvents and enableLogFileValidation to true.',
    *check(graph) {
      const trails = graph.ofType(TYPES.trail)
      if (trails.length === 0) yield missing(graph, 'no trail', 'a multi-region trail')
      for (const trail of trails)
        for (const setting of ['isMultiRegionTrail', 'enableLogFileValidation'])
          if (!Attributes.of(trail).boolean(setting)) yield violation(trail, setting, false, 'true')
    },
  }),
  defineRule({
    id: 'configuration-recorded',
    severity: 'medium',
    title: 'AWS Config records every serving region',
    reason: 'Only a recording shows how a resource was configured before an incident.',
    source: 'AWS Config Developer Guide, Recording AWS resources; Security Hub Config.1',
    types: [TYPES.configRecorder, TYPES.vpc],
    nextStep: 'Add an aws.cfg.Recorder, its role and its delivery channel with the region’s provider.',
    check: (graph) => notInEveryRegion(graph, TYPES.configRecorder, 'configuration recorder'),
  }),
  defineRule({
    id: 'external-access-analyzed',
    severity: 'low',
    title: 'Access Analyzer covers every serving region',
    reason: 'It finds buckets, keys and roles that another account can use, before they are used.',
    source: 'IAM User Guide, Using AWS IAM Access Analyzer; Security Hub IAM.28',
    types: [TYPES.accessAnalyzer, TYPES.vpc],
    nextStep: 'Add an aws.accessanalyzer.Analyzer of type ACCOUNT with the region’s provider.',
    check: (graph) => notInEveryRegion(graph, TYPES.accessAnalyzer, 'access analyzer'),
  }),
  defineRule({
    id: 'firewall-logs',
    severity: 'low',
    title: 'Every web ACL logs its decisions',
    reason: 'Only the log explains why a rule blocked a customer’s request.',
    source: 'AWS WAF Developer Guide, Logging AWS WAF web ACL traffic; Security Hub WAF.11',
    types: [TYPES.webAcl, TYPES.webAclLogs],
    nextStep: 'Add an aws.wafv2.WebAclLoggingConfiguration; the log group’s name begins with aws-waf-logs-.',
    check: (graph) =>
      unreferenced(graph, TYPES.webAcl, TYPES.webAclLogs, 'resourceArn', 'loggingConfiguration'),
  }),
  defineRule({
    id: 'dns-query-logs',
    severity: 'low',
    title: 'Public hosted zones log DNS queries',
    reason: 'Drills must show which region a resolver was sent to, and when that changed.',
    source: 'Route 53 Developer Guide, Public DNS query logging; Security Hub Route53.2',
    types: [TYPES.zone, TYPES.queryLog],
    nextStep: 'Add an aws.route53.QueryLog; its log group is in us-east-1.',
    check: (graph) => unreferenced(graph, TYPES.zone, TYPES.queryLog, 'zoneId', 'queryLog'),
  }),
  defineRule({
    id: 'container-insights',
    severity: 'low',
    title: 'ECS clusters use Container Insights',
    reason: 'Without it, nothing shows whether a task ran out of memory when it failed.',
    source:
      'ECS Developer Guide, Monitor Amazon ECS containers using Container Insights; Security Hub ECS.12',
    types: [TYPES.serviceCluster],
    nextStep: 'Set the cluster setting containerInsights to enabled or enhanced.',
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.serviceCluster)) {
        const [setting] = Attributes.of(cluster)
          .blocks('settings')
          .filter((each) => each.text('name') === 'containerInsights')
        const value = setting?.text('value') ?? ''
        if (!['enabled', 'enhanced'].includes(value))
          yield violation(cluster, 'settings[containerInsights]', value, 'enabled or enhanced')
      }
    },
  }),
]

/** Resources of one type that no resource of another refers to. */
function* unreferenced(graph: ResourceGraph, type: string, by: string, property: string, what: string) {
  const referred = graph.ofType(by).map((node) => Attributes.of(node).text(property))
  for (const node of graph.ofType(type))
    if (!referred.includes(node.id) && !referred.includes(Attributes.of(node).text('arn')))
      yield violation(node, what, undefined, 'one that refers to it')
}

function* notInEveryRegion(graph: ResourceGraph, type: string, what: string) {
  const present = graph.ofType(type).map(({ region }) => region)
  const wanted = new Set(graph.ofType(TYPES.vpc).map(({ region }) => region))
  for (const region of wanted)
    if (!present.includes(region))
      yield missing(graph, `no ${what} in ${region}`, 'one in every serving region')
}

function deliveredArns(graph: ResourceGraph): readonly Urn[] {
  return graph.ofType(TYPES.logDeliverySource).map((source) => Attributes.of(source).text('resourceArn'))
}
