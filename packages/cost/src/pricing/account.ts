import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { isRegionId, REGION_IDS } from '@meridian/topology'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { trafficOf } from '../load/traffic.ts'
import { DAYS_PER_MONTH, gbOfKb, hundredThousands, tenThousands, thousands } from '../load/units.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, use } from './pricer.ts'
import { SERVICE, taskHoursOf } from './task-hours.ts'

/** Each of a key's first two yearly rotations costs as much as the key; it is priced as in its first year. */
export const key: Pricer = (_node, { profile }) => [
  ...use('kms-key', 1),
  ...use('kms-request', profile.name === 'idle' ? 0 : tenThousands(ASSUMPTIONS.keyRequestsPerMonth)),
]

/** A replica counts as a secret in its region. */
export const secret: Pricer = (node, context) => {
  const replicas = Attributes.of(node).blocks('replicas')
  const reads = context.graph
    .ofType(SERVICE)
    .reduce((count, service) => count + taskHoursOf(service, context).most, 0)
  return [
    ...use('secret', 1),
    ...replicas.flatMap((replica) => {
      const region = replica.text('region')
      return use('secret', 1, isRegionId(region) ? region : undefined)
    }),
    ...use(
      'secret-request',
      tenThousands(reads * context.profile.deploymentsPerMonth * ASSUMPTIONS.secretReadsPerTask),
    ),
  ]
}

const RECORDER = 'aws:cfg/recorder:Recorder'

function recordedItems(node: ResourceNode, context: PricingContext): number {
  const { graph, profile } = context
  const resources = graph.nodes.filter(({ region, isComponent }) => region === node.region && !isComponent)
  const starts = neighbours(node, context, SERVICE).reduce(
    (count, service) => count + taskHoursOf(service, context).most * profile.deploymentsPerMonth,
    0,
  )
  return resources.length * ASSUMPTIONS.configItemsPerResource + starts * ASSUMPTIONS.configItemsPerTask
}

export const configRecorder: Pricer = (node, context) => use('config-item', recordedItems(node, context))

/** A region's rules re-evaluate what changed. */
export const configRule: Pricer = (node, context) => {
  const isRecorded = neighbours(node, context, RECORDER).length > 0
  return use(
    'config-evaluation',
    isRecorded ? recordedItems(node, context) * ASSUMPTIONS.evaluationsPerItemAndRule : 0,
  )
}

/** The first copy of management events is free in each region; keeping it is the bucket's. Data events are billed. */
export const trail: Pricer = (node, { graph, profile }) => {
  const attributes = Attributes.of(node)
  const trails = graph.ofType('aws:cloudtrail/trail:Trail')
  const isCopy = trails.indexOf(node) > 0
  const hasDataEvents = [
    ...attributes.blocks('eventSelectors'),
    ...attributes.blocks('advancedEventSelectors'),
  ].some((selector) => selector.blocks('dataResources').length > 0 || isAboutData(selector))
  return [
    ...use('trail-management-copy', isCopy ? hundredThousands(profile.managementEventsPerMonth) : 0),
    ...use('trail-data-event', hasDataEvents ? hundredThousands(profile.managementEventsPerMonth) : 0),
    ...use(
      'trail-insight',
      attributes.blocks('insightSelectors').length > 0
        ? hundredThousands(profile.managementEventsPerMonth)
        : 0,
    ),
  ]
}

const isAboutData = (selector: Attributes): boolean =>
  selector
    .blocks('fieldSelectors')
    .some((field) => field.text('field') === 'eventCategory' && field.texts('equals').includes('Data'))

/** Only analyzers of unused access are billed, per role analyzed. */
export const analyzer: Pricer = (node, { graph }) => {
  const isPaid = Attributes.of(node).text('type').endsWith('UNUSED_ACCESS')
  return use('access-analyzer-unused', isPaid ? graph.ofType('aws:iam/role:Role').length : 0)
}

const IS_FOR_LOGS = /log|trail|audit|config|record/
/** Used when the bucket has no lifecycle rule. */
const USUAL_LOG_DAYS = 90

/**
 * Log buckets hold what is written to them for the time set by their rule, those of canaries what is priced with the canary; the
 * others hold content, as large as the profile says.
 */
export const bucket: Pricer = (node, context) => {
  const { graph, profile } = context
  const name = Attributes.of(node).text('bucket', node.id)
  const isOfCanary = graph
    .ofType('aws:synthetics/canary:Canary')
    .some((canary) => Attributes.of(canary).text('artifactS3Location').startsWith(`s3://${name}/`))
  if (isOfCanary) return []
  const accessLogs = accessLogGb(node, name, context)
  if (accessLogs > 0) return use('s3-gb', accessLogs * (keptDays(name, context) / DAYS_PER_MONTH))
  const isForLogs = IS_FOR_LOGS.test(node.name)
  const gigabytes = isForLogs
    ? gbOfKb(profile.managementEventsPerMonth * ASSUMPTIONS.auditKbPerEvent)
    : profile.bucketGb
  return [
    ...use('s3-gb', gigabytes),
    ...use('s3-put', isForLogs ? thousands(profile.managementEventsPerMonth / 100) : 0),
  ]
}

/** Access logs that load balancers and edges write to a bucket per month. */
function accessLogGb(node: ResourceNode, name: string, context: PricingContext): number {
  const isOfBalancer = neighbours(node, context, 'aws:lb/loadBalancer:LoadBalancer').some(
    (balancer) => Attributes.of(balancer).block('accessLogs').text('bucket') === name,
  )
  const isOfEdge = context.graph
    .ofType('aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination')
    .map((destination) => Attributes.of(destination).block('deliveryDestinationConfiguration'))
    .some((configuration) => configuration.text('destinationResourceArn').startsWith(`arn:aws:s3:::${name}`))
  const requests = REGION_IDS.reduce((sum, each) => sum + trafficOf(context.profile, each).edgeRequests, 0)
  return (
    (isOfBalancer ? gbOfKb(trafficAt(node, context).balancerRequests * ASSUMPTIONS.balancerLogKb) : 0) +
    (isOfEdge ? gbOfKb(requests * ASSUMPTIONS.edgeLogKb) : 0)
  )
}

function keptDays(bucketName: string, { graph }: PricingContext): number {
  const rules = graph
    .ofType('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration')
    .map(Attributes.of)
    .filter((configuration) => configuration.text('bucket') === bucketName)
    .flatMap((configuration) => configuration.blocks('rules'))
  return Math.max(0, ...rules.map((rule) => rule.block('expiration').number('days', 0))) || USUAL_LOG_DAYS
}

/** A standard checks every resource of its region repeatedly. */
export const securityStandard: Pricer = (node, { graph }) => {
  const resources = graph.nodes.filter(({ region, isComponent }) => region === node.region && !isComponent)
  return use('security-check', resources.length * ASSUMPTIONS.checksPerResource)
}
