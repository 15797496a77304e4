import { BoundedMap } from '../../../kernel/bounded-map.ts'

export interface DashboardDefinition {
  readonly name: string
  /** JSON. */
  readonly body: string
}

export interface Dashboard extends DashboardDefinition {
  readonly modifiedAtMs: number
}

/** Far more than the program has; the oldest are dropped. */
const MOST_DASHBOARDS = 500

/** Dashboards are global: one collection for all regions. */
export class Dashboards {
  readonly #dashboards = new BoundedMap<string, Dashboard>(MOST_DASHBOARDS)

  constructor(defined: readonly DashboardDefinition[], nowMs: number) {
    for (const definition of defined) this.put(definition, nowMs)
  }

  put(definition: DashboardDefinition, nowMs: number): void {
    this.#dashboards.set(definition.name, { ...definition, modifiedAtMs: nowMs })
  }

  find(name: string): Dashboard | undefined {
    return this.#dashboards.get(name)
  }

  delete(name: string): boolean {
    return this.#dashboards.delete(name)
  }

  /** Sorted by name. */
  list(prefix: string): readonly Dashboard[] {
    return [...this.#dashboards.values()]
      .filter(({ name }) => name.startsWith(prefix))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
  }
}

const WIDGET_TYPES = ['alarm', 'alarmStatus', 'custom', 'explorer', 'log', 'metric', 'text', 'trace']

/** The problems PutDashboard would report for a body; empty for a valid one. */
export function problemsOf(body: string): readonly { readonly path: string; readonly message: string }[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return [{ path: '/', message: 'The dashboard body is not valid JSON' }]
  }
  const { widgets } = (parsed ?? {}) as { readonly widgets?: unknown }
  if (!Array.isArray(widgets)) return [{ path: '/', message: "Should have property 'widgets'" }]
  return (widgets as readonly { readonly type?: unknown; readonly properties?: unknown }[]).flatMap(
    (widget, index) => {
      if (!WIDGET_TYPES.includes(String(widget?.type)))
        return [{ path: `/widgets/${index}/type`, message: `Should be one of ${WIDGET_TYPES.join(', ')}` }]
      return typeof widget.properties === 'object' && widget.properties !== null
        ? []
        : [{ path: `/widgets/${index}`, message: "Should have property 'properties'" }]
    },
  )
}
