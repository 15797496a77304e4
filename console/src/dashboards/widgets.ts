// Parses a dashboard's body, as documented by CloudWatch: "Dashboard body structure and syntax".

/** A metric of a graph, with all abbreviations expanded. */
interface GraphMetric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly label: string
  readonly stat: string
  readonly periodS: number
  readonly region: string
}

export interface Widget {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly title: string
  readonly region: string | undefined
  readonly metrics: readonly GraphMetric[]
  readonly alarms: readonly { readonly region: string; readonly name: string }[]
  readonly text: string | undefined
}

interface WrittenWidget {
  readonly type?: string
  readonly x?: number
  readonly y?: number
  readonly width?: number
  readonly properties?: {
    readonly title?: string
    readonly region?: string
    readonly stat?: string
    readonly period?: number
    readonly metrics?: readonly (readonly unknown[])[]
    readonly alarms?: readonly string[]
    readonly markdown?: string
  }
}

const DEFAULTS = { width: 6, stat: 'Average', periodS: 300 }

/** Row by row, from left to right. */
export function widgetsIn(body: string): readonly Widget[] {
  const { widgets = [] } = JSON.parse(body) as { widgets?: readonly WrittenWidget[] }
  return widgets
    .map(({ type = '', x = 0, y = 0, width = DEFAULTS.width, properties = {} }) => ({
      type,
      x,
      y,
      width,
      title: properties.title ?? '',
      region: properties.region,
      metrics: metricsOf(properties),
      alarms: (properties.alarms ?? []).map((arn) => ({
        region: arn.split(':')[3] ?? '',
        name: arn.split(':').slice(6).join(':'),
      })),
      text: properties.markdown,
    }))
    .sort((left, right) => left.y - right.y || left.x - right.x)
}

/**
 * A metric is its namespace, its name, names and values of dimensions, and optional settings. `.` repeats the value at that
 * position in the previous metric, `...` everything up to the last value. Expressions are skipped: GetMetricData computes those.
 */
function metricsOf(properties: NonNullable<WrittenWidget['properties']>): readonly GraphMetric[] {
  const { metrics = [], stat = DEFAULTS.stat, period = DEFAULTS.periodS, region = '' } = properties
  let before: readonly string[] = []
  return metrics.flatMap((written): readonly GraphMetric[] => {
    const last = written.at(-1)
    const options = (typeof last === 'object' && last !== null ? last : {}) as Partial<
      Record<string, unknown>
    >
    const short = written.filter((part): part is string => typeof part === 'string')
    if (short.length === 0) return []
    const parts = short.flatMap((part, place) => {
      if (part === '...') return before.slice(0, before.length - (short.length - place - 1))
      return part === '.' ? (before[place] ?? '') : part
    })
    before = parts
    const [namespace = '', name = '', ...pairs] = parts
    const dimensions = Object.fromEntries(
      Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index], pairs[2 * index + 1] ?? '']),
    )
    return [
      {
        namespace,
        name,
        dimensions,
        label: String(options.label ?? [name, dimensions.ServiceName].filter(Boolean).join(' ')),
        stat: String(options.stat ?? stat),
        periodS: Number(options.period ?? period),
        region: String(options.region ?? region),
      },
    ]
  })
}
