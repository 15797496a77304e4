import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { HOURS_PER_MONTH, monthlyHours } from '../load/units.ts'
import { type PricingContext, trafficAt } from './pricer.ts'

export const SERVICE = 'aws:ecs/service:Service'
export const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition'
export const SCALING_TARGET = 'aws:appautoscaling/target:Target'
export const SCHEDULED_ACTION = 'aws:appautoscaling/scheduledAction:ScheduledAction'
const SCALING_POLICY = 'aws:appautoscaling/policy:Policy'
const CPU_UNITS_PER_VCPU = 1_024
const MIB_PER_GB = 1_024
const HOURS_PER_WEEK = 168
const DAYS_PER_WEEK = 7

/** Tasks of a service over a month. */
export interface TaskHours {
  readonly task: ResourceNode | undefined
  readonly vcpu: number
  readonly memoryGb: number
  /** Hours of the month by number of tasks. */
  readonly periods: readonly Period[]
  /** The most tasks at a time. */
  readonly most: number
  /** What the load needs, whatever the stack allows. */
  readonly wanted: number
  readonly taskHours: number
}

interface Period {
  readonly hours: number
  readonly tasks: number
}

/**
 * How many tasks a service runs: what the load needs, within its scaling limits, else its desired count. Hours in which
 * visitors come and hours in which a schedule raises the minimum are taken as independent.
 */
export function taskHoursOf(service: ResourceNode, context: PricingContext): TaskHours {
  const attributes = Attributes.of(service)
  const task = taskOf(service, context)
  const size = task ? Attributes.of(task) : new Attributes({})
  const vcpu = size.number('cpu', 0) / CPU_UNITS_PER_VCPU
  const desired = attributes.number('desiredCount', 1)
  const target = ownedBy(service, context, SCALING_TARGET)[0]
  const ceiling = target?.number('maxCapacity', desired) ?? desired
  const wanted = Math.ceil(requestsPerSecond(service, context) / requestsPerTask(service, context, vcpu))
  const activeHours = monthlyHours(context.profile.activeHoursPerDay)
  const floors = floorsOf(service, context, target?.number('minCapacity', desired) ?? desired)
  const periods = floors.flatMap(({ share, least }) => [
    { hours: activeHours * share, tasks: Math.min(ceiling, Math.max(least, wanted)) },
    { hours: (HOURS_PER_MONTH - activeHours) * share, tasks: least },
  ])
  return {
    task,
    vcpu,
    memoryGb: size.number('memory', 0) / MIB_PER_GB,
    periods,
    most: Math.max(...periods.filter(({ hours }) => hours > 0).map(({ tasks }) => tasks)),
    wanted,
    taskHours: periods.reduce((sum, { hours, tasks }) => sum + hours * tasks, 0),
  }
}

/** The program's scaling target per task; without one, an assumption. */
function requestsPerTask(service: ResourceNode, context: PricingContext, vcpu: number): number {
  const [tracked] = ownedBy(service, context, SCALING_POLICY)
    .map((policy) => policy.block('targetTrackingScalingPolicyConfiguration'))
    .filter((tracking) =>
      tracking
        .block('predefinedMetricSpecification')
        .text('predefinedMetricType')
        .startsWith('ALBRequestCount'),
    )
  return tracked ? tracked.number('targetValue', 1) / 60 : ASSUMPTIONS.requestsPerVcpu * vcpu || 1
}

export const isFrontend = (service: ResourceNode): boolean => service.name.endsWith('-frontend')

function requestsPerSecond(service: ResourceNode, context: PricingContext): number {
  const { pagesPerSecond, apiCallsPerSecond } = trafficAt(service, context)
  return isFrontend(service) ? pagesPerSecond : apiCallsPerSecond
}

function taskOf(service: ResourceNode, { graph }: PricingContext): ResourceNode | undefined {
  const wanted = Attributes.of(service).text('taskDefinition')
  return graph
    .ofType(TASK_DEFINITION)
    .filter(({ region }) => region === service.region)
    .find((task) => {
      const attributes = Attributes.of(task)
      return wanted === attributes.text('arn') || familyOf(wanted) === attributes.text('family')
    })
}

/** `arn:…:task-definition/meridian-use1-frontend:3` is of family `meridian-use1-frontend`. */
const familyOf = (definition: string): string =>
  definition.replace(/^.*task-definition\//, '').replace(/:\d+$/, '')

/** What scaling says about a service: its target, or its scheduled actions. */
function ownedBy(service: ResourceNode, { graph }: PricingContext, type: string): readonly Attributes[] {
  const name = Attributes.of(service).text('name')
  return graph
    .ofType(type)
    .filter(({ region }) => region === service.region)
    .map(Attributes.of)
    .filter((attributes) => attributes.text('resourceId').endsWith(`/${name}`))
}

/** The minimum number of tasks, and the share of the week for which it applies. One action raises it, another lowers it. */
function floorsOf(
  service: ResourceNode,
  context: PricingContext,
  least: number,
): readonly { readonly share: number; readonly least: number }[] {
  const actions = ownedBy(service, context, SCHEDULED_ACTION)
    .flatMap((action) => scheduled(action))
    .sort((a, b) => b.least - a.least)
  const [raise, lower] = actions
  if (actions.length !== 2 || !raise || !lower) return [{ share: 1, least }]
  const share = (((lower.hour - raise.hour + 24) % 24) * raise.days) / HOURS_PER_WEEK
  return [
    { share, least: raise.least },
    { share: 1 - share, least: lower.least },
  ]
}

/** `cron(30 7 ? * MON-FRI *)` */
const CRON = /^cron\((\d+) (\d+) \S+ \S+ (\S+) \S+\)$/

function scheduled(action: Attributes): readonly { hour: number; days: number; least: number }[] {
  const [, minute, hour, days = '*'] = CRON.exec(action.text('schedule')) ?? []
  if (hour === undefined) return []
  const capacity = action.block('scalableTargetAction')
  return [
    {
      hour: Number(hour) + Number(minute) / 60,
      days: days === 'MON-FRI' ? 5 : DAYS_PER_WEEK,
      least: capacity.number('minCapacity', 0),
    },
  ]
}
