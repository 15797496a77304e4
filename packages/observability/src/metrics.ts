import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { BUSINESS_METRICS, type BusinessCounts, type BusinessMetric } from './business-metrics.ts'

/** Every metric that Meridian's services expose; dashboards and alarms use these names. */
export const METRIC_NAMES = {
  requestSeconds: 'meridian_http_request_duration_seconds',
  shedRequests: 'meridian_http_requests_shed_total',
  databaseConnections: 'meridian_database_connections',
  databaseQueriesInFlight: 'meridian_database_queries_in_flight',
  parkedWrites: 'meridian_database_writes_parked',
  writerSupported: 'meridian_database_writer_supported',
  leadsAccepted: 'meridian_leads_accepted_total',
  ready: 'meridian_ready',
} as const

/** Records one finished request. */
export type RequestTimer = (seconds: number) => void

/** The metrics of one process; `/metrics` prints them. */
export interface Metrics {
  /** A recorder for one method, route and status, to be kept and reused: looking up labels costs more than recording. */
  requestTimer(method: string, route: string, status: number): RequestTimer
  counter(name: string, help: string): { increment(labels?: Record<string, string>): void }
  /** A value computed when metrics are read, so that requests do not write it. */
  gauge(name: string, help: string, read: () => Record<string, number> | number): void
  /** Counts an event that CloudWatch extracts from the log. */
  count(metric: BusinessMetric): void
  /** Returns the counts since the last call. */
  takeCounts(): BusinessCounts
  readonly contentType: string
  print(): Promise<string>
}

/** From one millisecond to ten seconds; a read within a region falls into the first three. */
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** A separate registry, with region and service on every series. */
export function createMetrics(labels: { readonly service: string; readonly region: string }): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ ...labels })
  const requests = new Histogram({
    name: METRIC_NAMES.requestSeconds,
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  let processMetricsStarted = false
  let counts = noCounts()

  return {
    contentType: registry.contentType,
    requestTimer(method, route, status) {
      const series = requests.labels(method, route, String(status))
      return (seconds) => series.observe(seconds)
    },
    counter(name, help) {
      const counter = new Counter({ name, help, labelNames: ['outcome'], registers: [registry] })
      return { increment: (labels = {}) => counter.inc(labels) }
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        labelNames: ['role'],
        registers: [registry],
        collect() {
          const value = read()
          if (typeof value === 'number') this.set(value)
          else for (const [role, number] of Object.entries(value)) this.set({ role }, number)
        },
      })
    },
    count(metric) {
      counts[metric] += 1
    },
    takeCounts() {
      const taken = counts
      counts = noCounts()
      return taken
    },
    async print() {
      // The process's own metrics observe the garbage collector, so they start on the first read.
      if (!processMetricsStarted) collectDefaultMetrics({ register: registry })
      processMetricsStarted = true
      return registry.metrics()
    },
  }
}

const noCounts = (): Record<BusinessMetric, number> =>
  Object.fromEntries(Object.keys(BUSINESS_METRICS).map((metric) => [metric, 0])) as Record<
    BusinessMetric,
    number
  >
