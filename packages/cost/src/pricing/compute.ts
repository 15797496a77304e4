import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { DAYS_PER_MONTH, HOURS_PER_MONTH, millions, thousands } from '../load/units.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, type Usage, use } from './pricer.ts'
import { isFrontend, taskHoursOf } from './task-hours.ts'

const MIB_PER_GB = 1_024

/** Share of task hours on Spot: the base is placed first, the weights divide the rest. */
export function spotShareOf(service: ResourceNode, tasks: number): number {
  const strategies = Attributes.of(service).blocks('capacityProviderStrategies')
  if (strategies.length === 0 || tasks === 0) return 0
  const bases = strategies.map((strategy) => Math.min(tasks, strategy.number('base', 0)))
  const weights = strategies.map((strategy) => strategy.number('weight', 0))
  const rest = Math.max(0, tasks - sum(bases))
  const onSpot = strategies.reduce((count, strategy, index) => {
    if (strategy.text('capacityProvider') !== 'FARGATE_SPOT') return count
    return count + (bases[index] ?? 0) + (rest * (weights[index] ?? 0)) / (sum(weights) || 1)
  }, 0)
  return onSpot / tasks
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const service: Pricer = (node, context) => {
  const { task, vcpu, memoryGb, periods, taskHours } = taskHoursOf(node, context)
  const onSpot = periods.reduce((sum, { hours, tasks }) => sum + hours * tasks * spotShareOf(node, tasks), 0)
  const onDemand = taskHours - onSpot
  const kind = isArm(task) ? 'arm' : 'x86'
  return [
    ...use(`fargate-${kind}-vcpu`, onDemand * vcpu),
    ...use(`fargate-${kind}-gb`, onDemand * memoryGb),
    ...use(`fargate-spot-${kind}-vcpu`, onSpot * vcpu),
    ...use(`fargate-spot-${kind}-gb`, onSpot * memoryGb),
    ...databaseTransfer(node, context),
    ...metricsOfService(node, context),
  ]
}

const isArm = (task: ResourceNode | undefined): boolean =>
  task !== undefined && Attributes.of(task).block('runtimePlatform').text('cpuArchitecture') === 'ARM64'

/** Between a task and a database instance in another zone, billed at both ends. */
function databaseTransfer(node: ResourceNode, context: PricingContext): readonly Usage[] {
  if (isFrontend(node)) return []
  return use('transfer-zone', trafficAt(node, context).databaseGb * ASSUMPTIONS.otherZoneShare * 2)
}

/** Container Insights metrics are billed as custom metrics. */
function metricsOfService(node: ResourceNode, context: PricingContext): readonly Usage[] {
  const clusters = neighbours(node, context, 'aws:ecs/cluster:Cluster')
  const isWatched = clusters.some(hasInsights)
  return use('metric', isWatched ? ASSUMPTIONS.metricsPerService + ASSUMPTIONS.metricsPerTaskFamily : 0)
}

export const cluster: Pricer = (node) => use('metric', hasInsights(node) ? ASSUMPTIONS.metricsPerCluster : 0)

function hasInsights(cluster: ResourceNode): boolean {
  return Attributes.of(cluster)
    .blocks('settings')
    .some((setting) => setting.text('name') === 'containerInsights' && setting.text('value') !== 'disabled')
}

export const repository: Pricer = () => use('ecr-gb', ASSUMPTIONS.imageGb * ASSUMPTIONS.imagesKept)

/** A function that rotates a secret once per period, or is called as rarely. */
export const lambdaFunction: Pricer = (node, context) => {
  const runs = rotationsPerMonth(node, context)
  const memoryGb = Attributes.of(node).number('memorySize', 128) / MIB_PER_GB
  return [
    ...use('lambda-request', millions(runs)),
    ...use('lambda-gb-second', runs * memoryGb * ASSUMPTIONS.rotationRunSeconds),
  ]
}

/** Each rotation calls its function once for each of four steps. */
function rotationsPerMonth(node: ResourceNode, { graph }: PricingContext): number {
  const STEPS = 4
  const arn = Attributes.of(node).text('arn')
  const rotations = graph
    .ofType('aws:secretsmanager/secretRotation:SecretRotation')
    .filter((rotation) => Attributes.of(rotation).text('rotationLambdaArn') === arn)
  return rotations.reduce((runs, rotation) => {
    return runs + (DAYS_PER_MONTH / rotationDays(Attributes.of(rotation).block('rotationRules'))) * STEPS
  }, 0)
}

const EVERY_DAYS = /^rate\((\d+) days?\)$/

function rotationDays(rules: Attributes): number {
  const [, days] = EVERY_DAYS.exec(rules.text('scheduleExpression')) ?? []
  return days === undefined ? rules.number('automaticallyAfterDays', 30) : Number(days)
}

const EXPRESSION = /rate\((\d+) (minute|minutes|hour|hours)\)/

/** A canary is billed by CloudWatch per run, by Lambda for its duration and by S3 for what it stores. */
export const canary: Pricer = (node, context) => {
  const attributes = Attributes.of(node)
  const [, every = '5', unit = 'minutes'] =
    EXPRESSION.exec(attributes.block('schedule').text('expression')) ?? []
  const minutes = Number(every) * (unit.startsWith('hour') ? 60 : 1)
  const runs = attributes.boolean('startCanary', true) ? (HOURS_PER_MONTH * 60) / minutes : 0
  return [
    ...use('canary-run', runs),
    ...use('lambda-gb-second', runs * ASSUMPTIONS.canaryGbSeconds),
    ...use('s3-put', thousands(runs * 3)),
    ...use('s3-gb', ((runs * ASSUMPTIONS.canaryRunKb) / 1e6) * keptMonths(attributes)),
    ...(context.profile.name === 'idle' ? [] : use('s3-get', thousands(runs * 0.01))),
  ]
}

const keptMonths = (canary: Attributes): number =>
  canary.number('successRetentionPeriod', 31) / DAYS_PER_MONTH

/** Each action of a template is billed per minute, and a template's actions run in parallel. */
export const experimentTemplate: Pricer = (node, { profile }) =>
  use(
    'fis-action-minute',
    profile.name === 'idle'
      ? 0
      : ASSUMPTIONS.drillMinutesPerMonth * Attributes.of(node).blocks('actions').length,
  )

/** A target tracking policy keeps two alarms. */
export const scalingPolicy: Pricer = (node) =>
  use('alarm', Attributes.of(node).text('policyType') === 'TargetTrackingScaling' ? 2 : 0)
