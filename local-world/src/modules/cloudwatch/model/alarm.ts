import type { RegionId } from '@meridian/topology'
import type { AlarmRule } from './alarm-rule.ts'
import type { AlarmState } from './alarm-state.ts'
import type { MetricMath } from './metric-math.ts'
import type { Metric } from './metric-store.ts'

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

/** A metric and its statistic: `Average`, `p95`, … */
export interface Measure {
  readonly metric: Metric
  readonly statistic: string
}

/** Metric math over measures, referenced by id. */
export interface Calculation {
  /** Id of the query whose result the alarm watches. */
  readonly id: string
  readonly expression: string
  readonly label: string
  readonly math: MetricMath
  readonly measures: Readonly<Record<string, Measure>>
}

/** Members that all kinds of alarm have. */
interface NamedAlarm {
  readonly name: string
  readonly arn: string
  readonly region: RegionId
  readonly description: string
  readonly actions: {
    readonly alarm: readonly string[]
    readonly ok: readonly string[]
    readonly insufficientData: readonly string[]
    readonly areEnabled: boolean
  }
}

/** A metric alarm: what it watches, and when it goes off. */
export interface AlarmDefinition extends NamedAlarm {
  readonly kind: 'metric'
  readonly watches: Measure | Calculation
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly comparison: Comparison
  readonly treatMissingData: MissingData
  /** `ignore` or `evaluate`: how to treat percentiles of few samples; here they are always evaluated. */
  readonly lowSamples: string | undefined
}

/** An alarm over the states of other alarms of its region. */
export interface CompositeDefinition extends NamedAlarm {
  readonly kind: 'composite'
  readonly rule: AlarmRule
  readonly ruleText: string
}

/** CloudWatch looks at more periods than it needs, and takes the newest that have data. */
export const EXTRA_PERIODS = 2

/**
 * The state that the data gives an alarm. `data` has one value, or undefined, for each period of the evaluation
 * range, oldest first. Follows the tables of the CloudWatch user guide, "Configuring how alarms treat missing data".
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
