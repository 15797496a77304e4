import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { DAYS_PER_MONTH, gbOfKb, hundredThousands, millions, monthlyCount } from '../load/units.ts'
import { CLUSTER, iosOf } from './database.ts'
import { inspectedRequests, originQueries } from './edge.ts'
import { flowLogGb } from './network.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, use } from './pricer.ts'
import { SERVICE, taskHoursOf } from './task-hours.ts'

export const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup'
const HIGH_RESOLUTION_SECONDS = 60

export const logGroup: Pricer = (node, context) => {
  const gigabytes = writtenGb(node, context)
  const retentionDays = Attributes.of(node).number('retentionInDays', 365)
  return [
    ...use('logs-ingest', gigabytes),
    ...use('logs-store', gigabytes * ASSUMPTIONS.storedLogShare * (retentionDays / DAYS_PER_MONTH)),
  ]
}

/** What is written to a log group in a month, by writer. */
function writtenGb(node: ResourceNode, context: PricingContext): number {
  const arn = Attributes.of(node).text('arn')
  const writers = (type: string, ...properties: readonly string[]) =>
    context.graph
      .ofType(type)
      .filter((writer) =>
        properties.some((property) => destinations(writer, property).some((to) => isSame(to, arn))),
      )
  const [flowLog] = writers('aws:ec2/flowLog:FlowLog', 'logDestination', 'logGroupArn')
  if (flowLog) return flowLogGb(flowLog, context)
  const [queryLog] = writers('aws:route53/queryLog:QueryLog', 'cloudwatchLogGroupArn')
  if (queryLog) return (originQueries(context.profile) * ASSUMPTIONS.queryLogBytes) / 1e9
  const [webAclLog] = writers(
    'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration',
    'logDestinationConfigs',
  )
  if (webAclLog) return webAclLogGb(webAclLog, context)
  const database = neighbours(node, context, CLUSTER).find((cluster) =>
    Attributes.of(node)
      .text('name')
      .startsWith(`/aws/rds/cluster/${Attributes.of(cluster).text('clusterIdentifier')}/`),
  )
  if (database) return gbOfKb(iosOf(database, context) * ASSUMPTIONS.databaseLogKbPerIo)
  return serviceLogGb(node, context) ?? ASSUMPTIONS.otherLogGbPerMonth
}

function destinations(node: ResourceNode, property: string): readonly string[] {
  const attributes = Attributes.of(node)
  return [attributes.text(property), ...attributes.texts(property)]
}

/** Some writers require `:*` at the end of the group's ARN. */
const isSame = (destination: string, arn: string): boolean =>
  destination !== '' && destination.replace(/:\*$/, '') === arn

function webAclLogGb(configuration: ResourceNode, context: PricingContext): number {
  const attributes = Attributes.of(configuration)
  const acl = context.graph
    .ofType('aws:wafv2/webAcl:WebAcl')
    .find((candidate) => Attributes.of(candidate).text('arn') === attributes.text('resourceArn'))
  const requests = acl ? inspectedRequests(acl, context) : 0
  const share = attributes.has('loggingFilter') ? ASSUMPTIONS.filteredWebAclLogShare : 1
  return (requests * share * ASSUMPTIONS.webAclLogBytes) / 1e9
}

/** A service's log group has a line per request and the tasks' own lines. */
function serviceLogGb(node: ResourceNode, context: PricingContext): number | undefined {
  const group = Attributes.of(node).text('name')
  const service = neighbours(node, context, SERVICE).find((candidate) =>
    group.endsWith(`-${Attributes.of(candidate).text('name')}`),
  )
  if (!group.startsWith('/ecs/') || !service) return undefined
  const { pages, apiCalls } = trafficAt(node, context)
  const requests = service.name.endsWith('-frontend') ? pages : apiCalls
  const quietMb = taskHoursOf(service, context).taskHours * (ASSUMPTIONS.logMbPerTaskPerDay / 24)
  return (requests * ASSUMPTIONS.logBytesPerRequest) / 1e9 + quietMb / 1_000
}

/** An alarm is billed by its metrics, more for periods below a minute. */
export const metricAlarm: Pricer = (node) => {
  const attributes = Attributes.of(node)
  const queries = attributes.blocks('metricQueries')
  const watched = queries.filter((query) => query.has('metric'))
  const periods = [attributes, ...watched.map((query) => query.block('metric'))].map((each) =>
    each.number('period', HIGH_RESOLUTION_SECONDS),
  )
  const isHighResolution = Math.min(...periods) < HIGH_RESOLUTION_SECONDS
  return use(isHighResolution ? 'alarm-high-resolution' : 'alarm', Math.max(1, watched.length))
}

export const compositeAlarm: Pricer = () => use('composite-alarm', 1)
export const dashboard: Pricer = () => use('dashboard', 1)

/** A filter makes one custom metric of a log group. */
export const logMetricFilter: Pricer = () => use('metric', 1)

const SAMPLING_RULE = 'aws:xray/samplingRule:SamplingRule'

/** Traces are billed where they are recorded: of each second's requests the reservoir, of the rest the rule's share. */
export const samplingRule: Pricer = (node, context) => use('trace', millions(tracesOf(node, context)))

function tracesOf(rule: ResourceNode, context: PricingContext): number {
  const attributes = Attributes.of(rule)
  const matched = matchedPerSecond(rule, context)
  const kept = Math.min(matched, attributes.number('reservoirSize', 0))
  const rate = attributes.number('fixedRate', ASSUMPTIONS.tracedShare)
  return monthlyCount(kept + (matched - kept) * rate, context.profile.activeHoursPerDay)
}

/** A rule for a method matches the writes, a catch-all rule the rest; visitors request no other path with its own rule. */
function matchedPerSecond(rule: ResourceNode, context: PricingContext): number {
  const { visitsPerSecond, apiCallsPerSecond } = trafficAt(rule, context)
  const writes = apiCallsPerSecond * ASSUMPTIONS.writeShare
  if (Attributes.of(rule).text('urlPath', '*') !== '*') return 0
  if (isForWrites(rule)) return writes
  return visitsPerSecond - (neighbours(rule, context, SAMPLING_RULE).some(isForWrites) ? writes : 0)
}

const isForWrites = (rule: ResourceNode): boolean => Attributes.of(rule).text('httpMethod') === 'POST'

/** Insights analyze every trace recorded in the region. */
export const traceGroup: Pricer = (node, context) => {
  const hasInsights = Attributes.of(node).block('insightsConfiguration').boolean('insightsEnabled')
  const traces = neighbours(node, context, SAMPLING_RULE).reduce(
    (sum, rule) => sum + tracesOf(rule, context),
    0,
  )
  return use('trace-insight', hasInsights ? millions(traces) : 0)
}

export const topicSubscription: Pricer = (node) => {
  const notices = ASSUMPTIONS.alarmNoticesPerMonth
  const protocol = Attributes.of(node).text('protocol')
  if (protocol === 'email' || protocol === 'email-json') return use('sns-email', hundredThousands(notices))
  return protocol.startsWith('http') ? use('sns-https', millions(notices)) : []
}

export const topic: Pricer = () => use('sns-request', millions(ASSUMPTIONS.alarmNoticesPerMonth))

/** Detectors read flow records and queries themselves; whether flow logs are kept makes no difference. */
export const guardDuty: Pricer = (node, context) => [
  ...use('guardduty-event', millions(context.profile.managementEventsPerMonth)),
  ...use('guardduty-flow-gb', flowLogGb(node, context)),
]
