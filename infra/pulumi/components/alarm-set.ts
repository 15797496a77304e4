import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { physicalName } from '../naming.ts'
import { once } from '../regional.ts'
import {
  type AlarmRow,
  alarmDescription,
  COMPARISONS,
  type MetricChoice,
  type MetricMath,
} from '../rules/alarms.ts'

export interface AlarmSetArgs {
  rows: readonly AlarmRow[]
  /** The topic for changes to ALARM; composite alarms decide whether a person is paged. */
  noticesArn: pulumi.Input<string>
}

const METRIC_ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm'
const PERIOD_SECONDS = 60

/** A table of alarms for one concern of one region. */
export class AlarmSet extends Component {
  /** By the row's id. */
  readonly alarms: Readonly<Record<string, aws.cloudwatch.MetricAlarm>>
  readonly #name: string

  constructor(name: string, args: AlarmSetArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:AlarmSet', name, opts)
    const parent = this
    this.#name = name
    this.alarms = Object.fromEntries(args.rows.map((row) => [row.id, createAlarm(row)]))
    this.registerOutputs({})

    function createAlarm(row: AlarmRow) {
      const [count, of] = row.breaches
      const periodSeconds = row.periodSeconds ?? PERIOD_SECONDS
      return new aws.cloudwatch.MetricAlarm(
        `${name}-${row.id}`,
        {
          alarmDescription: alarmDescription(row),
          ...('expression' in row.watch
            ? mathInputs(row.watch, periodSeconds)
            : metricInputs(row.watch, periodSeconds)),
          threshold: row.threshold,
          comparisonOperator: COMPARISONS[row.comparison],
          evaluationPeriods: of,
          datapointsToAlarm: count,
          treatMissingData: row.whenMissing,
          alarmActions: [args.noticesArn],
        },
        { parent },
      )
    }
  }

  /** The alarm's name for rules and deployments; known before the alarm exists. */
  alarmName(id: string): string {
    return physicalName(METRIC_ALARM, `${this.#name}-${id}`)
  }

  /** A value that refers to some of the alarms; known once they exist. */
  naming<Value>(value: pulumi.Output<Value>, ids: readonly string[]): pulumi.Output<Value> {
    return once(value, ...ids.flatMap((id) => this.alarms[id] ?? []))
  }
}

function metricInputs({ namespace, name, dimensions, statistic }: MetricChoice, period: number) {
  return {
    namespace,
    metricName: name,
    dimensions,
    period,
    ...(isPercentile(statistic)
      ? // A high percentile of a handful of requests means nothing.
        { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
      : { statistic }),
  }
}

function mathInputs({ expression, label, metrics }: MetricMath, period: number) {
  const measured = Object.entries(metrics).map(([id, { namespace, name, dimensions, statistic }]) => ({
    id,
    metric: { namespace, metricName: name, dimensions, period, stat: statistic },
  }))
  return { metricQueries: [{ id: 'watched', expression, label, returnData: true }, ...measured] }
}

const isPercentile = (statistic: string): boolean => /^p\d/.test(statistic)
