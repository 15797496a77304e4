import { parseSchedule, type ScheduledCapacity } from '../rules/schedules.ts'
import type { SettingsReader } from './reader.ts'

const ROUTING_CONTROL_USES = ['none', 'prepared', 'in-use'] as const
type RoutingControlUse = (typeof ROUTING_CONTROL_USES)[number]

/** Stack settings for alarms, scaling, canaries, budgets and experiments. */
export interface OperationsSettings {
  /** Who is paged: an https endpoint (PagerDuty, Opsgenie) or an e-mail address, or `none`. */
  readonly pagerEndpoint: string
  /** Who gets the other alarms, in working hours: an e-mail address, or `none`. */
  readonly noticeEmail: string
  /** Tasks of each service that a region may grow to. A region has to carry a lost neighbour's visitors as well as its own. */
  readonly taskCountCeiling: number
  /** Requests a minute for one task before another is added; measured for the stack's task size. */
  readonly requestsPerTask: number
  /** Least number of tasks by the region's own clock, as `name=cron(…)=tasks; …`, or `none` where traffic has no known shape. */
  readonly taskSchedule: readonly ScheduledCapacity[]
  /** Percent of the frontend's tasks above the first two that run on Spot: about 70 % cheaper, and taken away with two minutes' notice. Never the API's. */
  readonly frontendSpotShare: number
  /** Minutes between two visits of each region's canary; 0 for none. A run costs $0.0012: every minute in three regions is $156 a month. */
  readonly canaryMinutes: number
  /** Percent of requests traced, in addition to one a second: a sample under high load, because X-Ray bills by the trace. */
  readonly tracedShare: number
  /** Templates of AWS FIS for the drills. They cost nothing until somebody starts one, and stop by themselves when visitors are hurt. */
  readonly faultExperiments: boolean
  /** Switches of ARC that move visitors by hand, from a data plane of five regions. Its cluster costs $2.50 an hour ($1,825 a month), so there are none until moving by hand is worth that. A new switch is off, and a region whose switch is off gets nobody: `prepared` makes them, then people turn them on, then DNS obeys them with `in-use`. */
  readonly routingControls: RoutingControlUse
  /** A day's bill in dollars above which a notice is sent; AWS Budgets knows it some hours later. */
  readonly dailyBudgetUsd: number
  /** A month's bill in dollars; notices are sent at 80 %, when the forecast exceeds it, and when it is exceeded. */
  readonly monthlyBudgetUsd: number
}

const HTTPS_OR_EMAIL = /^(none|https:\/\/\S+|[^@\s]+@[^@\s]+\.[a-z]+)$/
const EMAIL = /^(none|[^@\s]+@[^@\s]+\.[a-z]+)$/

export function readOperationsSettings(reader: SettingsReader): OperationsSettings {
  return {
    pagerEndpoint: reader.text(
      'pagerEndpoint',
      HTTPS_OR_EMAIL,
      'an https address, an e-mail address or none',
    ),
    noticeEmail: reader.text('noticeEmail', EMAIL, 'an e-mail address or none'),
    taskCountCeiling: reader.number('taskCountCeiling', 1, 1_000),
    requestsPerTask: reader.number('requestsPerTask', 1, 1_000_000),
    taskSchedule: readSchedule(reader),
    frontendSpotShare: reader.number('frontendSpotShare', 0, 100),
    canaryMinutes: reader.number('canaryMinutes', 0, 60),
    tracedShare: reader.number('tracedShare', 0, 100),
    faultExperiments: reader.flag('faultExperiments'),
    routingControls: reader.oneOf('routingControls', ROUTING_CONTROL_USES),
    dailyBudgetUsd: reader.number('dailyBudgetUsd', 1, 1_000_000),
    monthlyBudgetUsd: reader.number('monthlyBudgetUsd', 1, 10_000_000),
  }
}

function readSchedule(reader: SettingsReader): readonly ScheduledCapacity[] {
  const text = reader.text('taskSchedule', /./, 'name=cron(…)=tasks; … or none')
  const schedule = parseSchedule(text)
  if (schedule) return schedule
  if (text !== '') reader.problems.push(`taskSchedule is "${text}"; wanted name=cron(…)=tasks; … or none`)
  return []
}

/** What two settings of operations rule out together. */
export function contradictionsOfOperations(
  settings: OperationsSettings & { readonly taskCount: number },
): readonly string[] {
  const problems: string[] = []
  if (settings.taskCountCeiling < settings.taskCount)
    problems.push(
      `taskCountCeiling (${settings.taskCountCeiling}) is below taskCount (${settings.taskCount}); raise it`,
    )
  for (const { name, tasks } of settings.taskSchedule)
    if (tasks > settings.taskCountCeiling)
      problems.push(
        `taskSchedule asks for ${tasks} tasks (${name}) and taskCountCeiling is ${settings.taskCountCeiling}; raise one or lower the other`,
      )
  if (settings.dailyBudgetUsd > settings.monthlyBudgetUsd)
    problems.push(
      `dailyBudgetUsd (${settings.dailyBudgetUsd}) is above monthlyBudgetUsd (${settings.monthlyBudgetUsd}); one of them is wrong`,
    )
  return problems
}
