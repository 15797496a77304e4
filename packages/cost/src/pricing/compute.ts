import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import type { PriceId } from '../../prices/2026-11.ts'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { DAYS_PER_MONTH, HOURS_PER_MONTH, millions, monthlyHours, thousands } from '../load/units.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, type Usage, use } from './pricer.ts'

export const SERVICE = 'aws:ecs/service:Service'
export const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition'
export const SCALING_TARGET = 'aws:appautoscaling/target:Target'
const CPU_UNITS_PER_VCPU = 1_024
const MIB_PER_GB = 1_024

/** Tasks of a service over a month. */
export interface TaskHours {
  readonly task: ResourceNode | undefined
  readonly vcpu: number
  readonly memoryGb: number
  /** Tasks in active hours, and in the rest. */
  readonly active: number
  readonly quiet: number
  /** What the load asks for, whatever the stack allows. */
  readonly wanted: number
  readonly taskHours: number
}

/** How many tasks a service runs: what the load needs, within the limits of its scaling, else its desired count. */
export function taskHoursOf(service: ResourceNode, context: PricingContext): TaskHours {
  const attributes = Attributes.of(service)
  const task = taskOf(service, context)
  const size = task ? Attributes.of(task) : new Attributes({})
  const vcpu = size.number('cpu', 0) / CPU_UNITS_PER_VCPU
  const desired = attributes.number('desiredCount', 1)
  const target = scalingTargetOf(service, context)
  const least = target?.number('minCapacity', desired) ?? desired
  const most = target?.number('maxCapacity', desired) ?? desired
  const wanted = Math.ceil(requestsPerSecond(service, context) / (ASSUMPTIONS.requestsPerVcpu * vcpu || 1))
  const active = Math.min(most, Math.max(least, wanted))
  const activeHours = monthlyHours(context.profile.activeHoursPerDay)
  return {
    task,
    vcpu,
    memoryGb: size.number('memory', 0) / MIB_PER_GB,
    active,
    quiet: least,
    wanted,
    taskHours: active * activeHours + least * (HOURS_PER_MONTH - activeHours),
  }
}

export const isFrontend = (service: ResourceNode): boolean => service.name.endsWith('-frontend')

function requestsPerSecond(service: ResourceNode, context: PricingContext): number {
  const { pagesPerSecond, apiCallsPerSecond } = trafficAt(service, context)
  return isFrontend(service) ? pagesPerSecond : apiCallsPerSecond
}

export function taskOf(service: ResourceNode, { graph }: PricingContext): ResourceNode | undefined {
  const wanted = Attributes.of(service).text('taskDefinition')
  return graph
    .ofType(TASK_DEFINITION)
    .filter(({ region }) => region === service.region)
    .find(
      (task) =>
        wanted === Attributes.of(task).text('arn') || familyOf(wanted) === Attributes.of(task).text('family'),
    )
}

/** `arn:…:task-definition/meridian-use1-frontend:3` is of family `meridian-use1-frontend`. */
const familyOf = (definition: string): string =>
  definition.replace(/^.*task-definition\//, '').replace(/:\d+$/, '')

function scalingTargetOf(service: ResourceNode, { graph }: PricingContext): Attributes | undefined {
  const name = Attributes.of(service).text('name')
  const target = graph
    .ofType(SCALING_TARGET)
    .filter(({ region }) => region === service.region)
    .find((candidate) => Attributes.of(candidate).text('resourceId').endsWith(`/${name}`))
  return target && Attributes.of(target)
}

/** Share of task hours on Spot: the base comes first, the weights divide the rest. */
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
  const { task, vcpu, memoryGb, active, taskHours } = taskHoursOf(node, context)
  const spot = spotShareOf(node, active)
  const kind = isArm(task) ? 'arm' : 'x86'
  return [
    ...use(`fargate-${kind}-vcpu`, taskHours * vcpu * (1 - spot)),
    ...use(`fargate-${kind}-gb`, taskHours * memoryGb * (1 - spot)),
    ...use(`fargate-spot-${kind}-vcpu` satisfies PriceId, taskHours * vcpu * spot),
    ...use(`fargate-spot-${kind}-gb` satisfies PriceId, taskHours * memoryGb * spot),
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

/** Container Insights sells its metrics as custom ones. */
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

/** A function that rotates a secret once in its period, or is called by something as rare. */
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
    const days = Attributes.of(rotation).block('rotationRules').number('automaticallyAfterDays', 30)
    return runs + (DAYS_PER_MONTH / days) * STEPS
  }, 0)
}

const EXPRESSION = /rate\((\d+) (minute|minutes|hour|hours)\)/

/** A canary is a Lambda function that CloudWatch bills for by the run, Lambda for its time, and S3 for what it leaves. */
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

export const experimentTemplate: Pricer = (_node, { profile }) =>
  use('fis-action-minute', profile.name === 'idle' ? 0 : ASSUMPTIONS.drillMinutesPerMonth)
