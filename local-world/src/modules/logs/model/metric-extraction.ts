import type { RegionId } from '@meridian/topology'
import type { EventTest } from './event-test.ts'
import { parseFilterPattern } from './filter-pattern.ts'
import { fieldIn, parseFields } from './json-fields.ts'
import type { LogEvent } from './log-event.ts'
import type { LogGroup } from './log-group.ts'
import type { MetricFilterPlan } from './log-plan.ts'

/** A metric value extracted from an event. */
export interface MetricPoint {
  readonly region: RegionId
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly values: readonly number[]
  readonly timestampMs: number
}

const MOST_DIMENSIONS = 30
const MOST_VALUES = 100

/** An event's metadata in embedded metric format: only the parts used here, all of them untrusted. */
interface MetricDirective {
  readonly Namespace?: unknown
  readonly Dimensions?: unknown
  readonly Metrics?: unknown
}

/**
 * The metrics of an event in embedded metric format: `_aws.CloudWatchMetrics` names the namespace, sets of dimensions
 * and metrics, whose values are the event's own fields. Anything that violates the format is ignored, as on AWS.
 */
export function embeddedMetrics(
  region: RegionId,
  { message, timestampMs }: LogEvent,
): readonly MetricPoint[] {
  if (!message.includes('"CloudWatchMetrics"')) return []
  const fields = parseFields(message)
  const directives = fieldIn(fields, '_aws.CloudWatchMetrics')
  if (fields === undefined || !Array.isArray(directives)) return []
  const stamp = fieldIn(fields, '_aws.Timestamp')
  const at = typeof stamp === 'number' ? stamp : timestampMs
  return (directives as readonly MetricDirective[]).flatMap(
    ({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) => {
      if (typeof namespace !== 'string' || !Array.isArray(metrics)) return []
      return (metrics as readonly { readonly Name?: unknown }[]).flatMap(({ Name: name }) => {
        const values = valuesOf(typeof name === 'string' ? fields[name] : undefined)
        if (values.length === 0) return []
        return dimensionSets(fields, sets).map((dimensions) => ({
          region,
          namespace,
          name: name as string,
          dimensions,
          values,
          timestampMs: at,
        }))
      })
    },
  )
}

function valuesOf(field: unknown): readonly number[] {
  const values = Array.isArray(field) ? field.slice(0, MOST_VALUES) : [field]
  return values.every((value) => typeof value === 'number' && Number.isFinite(value)) ? values : []
}

/** Each set yields a separate metric; a set that names a field that is not text yields none. */
function dimensionSets(
  fields: Readonly<Record<string, unknown>>,
  sets: unknown,
): readonly Readonly<Record<string, string>>[] {
  if (!Array.isArray(sets) || sets.length === 0) return [{}]
  return (sets as readonly unknown[]).flatMap((names) => {
    if (!Array.isArray(names) || names.length > MOST_DIMENSIONS) return []
    const pairs = (names as readonly string[]).map((name) => [name, fields[name]] as const)
    return pairs.every(([, value]) => typeof value === 'string')
      ? [Object.fromEntries(pairs) as Record<string, string>]
      : []
  })
}

/** A compiled metric filter. */
export interface MetricFilter {
  readonly plan: MetricFilterPlan
  extract(group: LogGroup, event: LogEvent): readonly MetricPoint[]
}

/** Throws SyntaxError for a pattern that CloudWatch would reject. */
export function compileMetricFilter(plan: MetricFilterPlan): MetricFilter {
  const holds: EventTest = parseFilterPattern(plan.pattern)
  const { defaultValue, dimensions, name, namespace, value } = plan.metric
  return {
    plan,
    extract({ plan: group }, { message, timestampMs }) {
      if (group.region !== plan.region || group.name !== plan.groupName) return []
      const found = holds(message) ? valueIn(message, value) : defaultValue
      if (found === undefined) return []
      const fields = Object.keys(dimensions).length > 0 ? parseFields(message) : undefined
      const named = Object.entries(dimensions).map(([key, path]) => [
        key,
        String(fieldIn(fields, path.replace(/^\$\./, ''))),
      ])
      const point = {
        region: plan.region,
        namespace,
        name,
        dimensions: Object.fromEntries(named),
        timestampMs,
      }
      return [{ ...point, values: [found] }]
    },
  }
}

function valueIn(message: string, value: string): number | undefined {
  const found = value.startsWith('$')
    ? fieldIn(parseFields(message), value.replace(/^\$\./, ''))
    : Number(value)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}
