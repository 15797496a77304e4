export {
  BUSINESS_METRICS,
  BUSINESS_NAMESPACE,
  type BusinessCounts,
  type BusinessMetric,
  startBusinessMetrics,
} from './business-metrics.ts'
export {
  type ConcurrencyLimit,
  type ConcurrencyLimitOptions,
  createConcurrencyLimit,
} from './concurrency-limit.ts'
export { createLogger, type Logger, type LoggerOptions } from './logger.ts'
export { createMetrics, METRIC_NAMES, type Metrics, type RequestTimer } from './metrics.ts'
export { PERSONAL_FIELDS, REDACTED, redactPersonalFields, scrubText } from './redaction.ts'
export { RequestLogger } from './request-logger.ts'
export { createSampler, type Sampler, type SamplingRule } from './sampling.ts'
export { formatTraceHeader, parseTraceHeader, type TraceHeader } from './trace-header.ts'
export { NO_TRACING, type RequestDescription, type Subsegment, type Trace, type Tracing } from './tracing.ts'
export { startXRayTracing, type XRayOptions } from './xray-tracing.ts'
