import type { AlarmDefinition, Calculation, Measure } from './alarm.ts'
import { parseMetricMath } from './metric-math.ts'

/** One query of an alarm's metric math: a metric, or an expression over others. */
export interface MetricQuery {
  readonly id: string
  readonly label: string
  readonly expression: string
  /** Whether the alarm watches this query's result. */
  readonly isWatched: boolean
  readonly periodSeconds?: number
  readonly measure?: Measure
}

/** The calculation an alarm's queries describe; `refuse` creates the error for what PutMetricAlarm would refuse. */
export function calculationOf(
  queries: readonly MetricQuery[],
  refuse: (message: string) => Error,
): Calculation {
  const watched = queries.filter(({ isWatched }) => isWatched)
  const [result] = watched
  if (!result || watched.length > 1)
    throw refuse(`${watched.length} of its metric queries return data; exactly one has to`)
  if (result.expression === '') throw refuse(`metric query "${result.id}" returns data and has no expression`)
  const others = queries.filter((query) => query !== result)
  const measures = Object.fromEntries(others.flatMap(({ id, measure }) => (measure ? [[id, measure]] : [])))
  const nested = others.find(({ measure }) => !measure)
  if (nested) throw refuse(`metric query "${nested.id}" is an expression too; the local world takes one`)
  const periods = new Set(others.map(({ periodSeconds }) => periodSeconds))
  if (periods.size !== 1) throw refuse('its metrics have different periods; an alarm takes one')
  // Function names are upper case; ids start with a lower-case letter.
  const stranger = (result.expression.match(/\b[a-z]\w*/g) ?? []).find((id) => !(id in measures))
  if (stranger !== undefined) throw refuse(`its expression names "${stranger}", which is none of its metrics`)
  try {
    const math = parseMetricMath(result.expression)
    return { id: result.id, expression: result.expression, label: result.label, math, measures }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw refuse(error.message)
  }
}

/** The period that all of an alarm's metrics share. */
export const periodOf = (queries: readonly MetricQuery[]): number | undefined =>
  queries.find(({ measure }) => measure)?.periodSeconds

/** The metrics that an alarm uses. */
export function measuresOf(watches: AlarmDefinition['watches']): readonly Measure[] {
  return 'metric' in watches ? [watches] : Object.values(watches.measures)
}
