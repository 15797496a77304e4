import type { Metric } from './metric-store.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

const COMPARISONS = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const

export type Comparison = keyof typeof COMPARISONS

export const COMPARISON_NAMES = Object.keys(COMPARISONS) as readonly Comparison[]
export const MISSING_DATA_NAMES: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching']

/** What an alarm watches, and when it goes off. */
export interface AlarmDefinition {
  readonly name: string
  readonly arn: string
  readonly description: string
  readonly metric: Metric
  /** `Average`, `p95`, … */
  readonly statistic: string
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly comparison: Comparison
  readonly treatMissingData: MissingData
  readonly actions: {
    readonly alarm: readonly string[]
    readonly ok: readonly string[]
    readonly insufficientData: readonly string[]
    readonly areEnabled: boolean
  }
}

/** CloudWatch looks at more periods than it needs, and takes the newest that have data. */
export const EXTRA_PERIODS = 2

/**
 * The state that data gives an alarm: `data` has one value or undefined for each period of the evaluation range, oldest
 * first. Follows the tables of the CloudWatch user guide, "Configuring how alarms treat missing data".
 */
export function stateOf(
  { datapointsToAlarm, evaluationPeriods, treatMissingData, ...alarm }: AlarmRules,
  data: readonly (number | undefined)[],
  present: AlarmState,
): AlarmState {
  const known = data.filter((value) => value !== undefined).slice(-evaluationPeriods)
  const breaches = (value: number) => COMPARISONS[alarm.comparison](value, alarm.threshold)
  const breaching = known.filter(breaches).length
  const missing = evaluationPeriods - known.length
  if (breaching >= datapointsToAlarm) return 'ALARM'
  if (missing === 0) return 'OK'
  switch (treatMissingData) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK'
    case 'notBreaching':
      return 'OK'
    case 'ignore':
      return known.length > breaching ? 'OK' : present
    case 'missing':
      if (known.length === 0) return 'INSUFFICIENT_DATA'
      return known.length > breaching ? 'OK' : 'ALARM'
  }
}

type AlarmRules = Pick<
  AlarmDefinition,
  'comparison' | 'datapointsToAlarm' | 'evaluationPeriods' | 'threshold' | 'treatMissingData'
>
