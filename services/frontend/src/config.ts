import {
  COMMON_REQUIRED,
  COMMON_SETTINGS,
  ConfigurationInvalidError,
  type Environment,
  readSettings,
  regionProblems,
} from '@meridian/service-skeleton'
import type { RegionId } from '@meridian/topology'
import type { XStatic } from 'typebox/schema'

const milliseconds = (fallback: number) =>
  ({ type: 'integer', minimum: 0, maximum: 120_000, default: fallback }) as const

const SETTINGS = {
  type: 'object',
  required: [
    ...COMMON_REQUIRED,
    'PORT',
    'API_ORIGIN',
    'API_ORIGIN_KEY',
    'AWS_REGION',
    'API_READ_TIMEOUT_MS',
    'API_WRITE_TIMEOUT_MS',
    'STALE_MAX_AGE_SECONDS',
    'FORM_LIMIT_PER_MINUTE',
  ],
  properties: {
    ...COMMON_SETTINGS,
    PORT: { type: 'integer', minimum: 0, maximum: 65_535, default: 3000 },
    /** The region's load balancer, which routes /api/* to marketing-api. */
    API_ORIGIN: { type: 'string', pattern: '^https?://[^/?#]+$' },
    /** The key that the load balancer requires of callers that bypass the edge; empty where it requires none. */
    API_ORIGIN_KEY: { type: 'string', default: '' },
    /** Set by ECS. */
    AWS_REGION: { type: 'string', minLength: 1, default: 'us-east-1' },
    API_READ_TIMEOUT_MS: milliseconds(3_000),
    /** Longer than a write may be parked while the writer moves, shorter than CloudFront's 30 s. */
    API_WRITE_TIMEOUT_MS: milliseconds(20_000),
    /** Maximum age of a copy shown while the API is away. */
    STALE_MAX_AGE_SECONDS: { type: 'integer', minimum: 0, maximum: 86_400, default: 300 },
    FORM_LIMIT_PER_MINUTE: { type: 'integer', minimum: 1, maximum: 10_000, default: 10 },
    DRAIN_DELAY_MS: { ...COMMON_SETTINGS.DRAIN_DELAY_MS, default: 1_000 },
    /** A form waits for its write, which may be parked for longer than an API client waits. */
    CLOSE_TIMEOUT_MS: { ...COMMON_SETTINGS.CLOSE_TIMEOUT_MS, default: 25_000 },
  },
} as const

type Settings = XStatic<typeof SETTINGS>

export interface Config {
  readonly port: number
  readonly host: string
  readonly logLevel: string
  readonly apiOrigin: string
  readonly apiOriginKey: string
  readonly trustedProxyHops: number
  readonly region: RegionId
  readonly xrayDaemonAddress: string
  readonly apiReadTimeoutMs: number
  readonly apiWriteTimeoutMs: number
  readonly staleMaxAgeSeconds: number
  readonly formLimitPerMinute: number
  readonly drainDelayMs: number
  readonly closeTimeoutMs: number
}

/** Reads the environment; throws one error that lists every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const { values, problems } = readSettings(SETTINGS, environment)
  const all = [...problems, ...regionProblems(values.AWS_REGION)]
  if (all.length > 0) throw new ConfigurationInvalidError(all)
  return toConfig(values as Settings)
}

function toConfig(values: Settings): Config {
  return {
    port: values.PORT,
    host: values.HOST,
    logLevel: values.LOG_LEVEL,
    apiOrigin: values.API_ORIGIN,
    apiOriginKey: values.API_ORIGIN_KEY,
    trustedProxyHops: values.TRUSTED_PROXY_HOPS,
    region: values.AWS_REGION as RegionId,
    xrayDaemonAddress: values.AWS_XRAY_DAEMON_ADDRESS,
    apiReadTimeoutMs: values.API_READ_TIMEOUT_MS,
    apiWriteTimeoutMs: values.API_WRITE_TIMEOUT_MS,
    staleMaxAgeSeconds: values.STALE_MAX_AGE_SECONDS,
    formLimitPerMinute: values.FORM_LIMIT_PER_MINUTE,
    drainDelayMs: values.DRAIN_DELAY_MS,
    closeTimeoutMs: values.CLOSE_TIMEOUT_MS,
  }
}
