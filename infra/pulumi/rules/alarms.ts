import type * as pulumi from '@pulumi/pulumi'

/** Sections of docs/failover-runbook.md that alarms link to; a test compares them with its headings. */
export const RUNBOOK_SECTIONS = {
  choose: 'When to use this, and when not',
  look: '1. Look',
  afterwards: '5. After a failover',
  last: '7. The last region',
  alarms: 'When an alarm goes off',
} as const

export type RunbookSection = keyof typeof RUNBOOK_SECTIONS

type Dimensions = Readonly<Record<string, pulumi.Input<string>>>

/** One CloudWatch metric, summarised by a statistic. */
export interface MetricChoice {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Dimensions
  /** `Sum`, `Average`, `p99`, … */
  readonly statistic: string
}

/** Metric math over several metrics, which the expression refers to by their keys. */
export interface MetricMath {
  readonly expression: string
  readonly label: string
  readonly metrics: Readonly<Record<string, MetricChoice>>
}

/** An alarm as a row of a table. */
export interface AlarmRow {
  /** The end of the alarm's name. */
  readonly id: string
  readonly watch: MetricChoice | MetricMath
  readonly threshold: number
  readonly comparison: 'above' | 'below' | 'at least'
  /** How many of the newest periods have to breach. */
  readonly breaches: readonly [count: number, of: number]
  readonly periodSeconds?: number
  /** Explicit for each alarm: CloudWatch's default hides a source that has stopped reporting. */
  readonly whenMissing: 'breaching' | 'notBreaching' | 'ignore'
  /** What it means, and what to do first. */
  readonly says: string
  readonly runbook: RunbookSection
}

export const COMPARISONS = {
  above: 'GreaterThanThreshold',
  below: 'LessThanThreshold',
  'at least': 'GreaterThanOrEqualToThreshold',
} as const

/** What the pager shows. */
export function alarmDescription({ says, runbook }: Pick<AlarmRow, 'says' | 'runbook'>): string {
  return `${says} Runbook: docs/failover-runbook.md, "${RUNBOOK_SECTIONS[runbook]}".`
}

/** The part of a load balancer's ARN that its metrics are known by: `app/name/0123456789abcdef`. */
export const loadBalancerDimension = (arn: string): string => afterText(arn, 'loadbalancer/')

/** The same for a target group: `targetgroup/name/0123456789abcdef`. */
export const targetGroupDimension = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1)

function afterText(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return at < 0 ? text : text.slice(at + mark.length)
}

/** An alarm rule that holds while any of the alarms is in ALARM. */
export const anyOf = (names: readonly string[]): string =>
  names.map((name) => `ALARM("${name}")`).join(' OR ')

/** An alarm rule that holds while all of the alarms are in ALARM. */
export const allOf = (names: readonly string[]): string =>
  names.map((name) => `ALARM("${name}")`).join(' AND ')
