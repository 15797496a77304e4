import { isRegionId, type RegionId } from '@meridian/topology'
import { Compile, type XStatic } from 'typebox/schema'
import { ConfigInvalidError } from './errors.ts'

const milliseconds = (fallback: number) =>
  ({ type: 'integer', minimum: 0, maximum: 120_000, default: fallback }) as const

const SETTINGS = {
  type: 'object',
  required: [
    'PORT',
    'HOST',
    'LOG_LEVEL',
    'API_ORIGIN',
    'API_ORIGIN_KEY',
    'TRUSTED_PROXY_HOPS',
    'AWS_REGION',
    'AWS_XRAY_DAEMON_ADDRESS',
    'API_READ_TIMEOUT_MS',
    'API_WRITE_TIMEOUT_MS',
    'STALE_MAX_AGE_SECONDS',
    'FORM_LIMIT_PER_MINUTE',
    'DRAIN_DELAY_MS',
    'CLOSE_TIMEOUT_MS',
  ],
  properties: {
    PORT: { type: 'integer', minimum: 0, maximum: 65_535, default: 3000 },
    HOST: { type: 'string', minLength: 1, default: '127.0.0.1' },
    LOG_LEVEL: {
      type: 'string',
      enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      default: 'info',
    },
    /** The region's load balancer, which routes /api/* to marketing-api. */
    API_ORIGIN: { type: 'string', pattern: '^https?://[^/?#]+$' },
    /** What the load balancer asks of whoever calls it past the edge; empty where nobody asks. */
    API_ORIGIN_KEY: { type: 'string', default: '' },
    /** CloudFront and the load balancer: two on AWS. Zero trusts nobody's X-Forwarded-For. */
    TRUSTED_PROXY_HOPS: { type: 'integer', minimum: 0, maximum: 5, default: 0 },
    /** Set by ECS. */
    AWS_REGION: { type: 'string', minLength: 1, default: 'us-east-1' },
    AWS_XRAY_DAEMON_ADDRESS: { type: 'string', pattern: '^[^:]+:\\d+$', default: '127.0.0.1:2000' },
    API_READ_TIMEOUT_MS: milliseconds(3_000),
    /** Longer than a write may be parked while the writer moves, shorter than CloudFront's 30 s. */
    API_WRITE_TIMEOUT_MS: milliseconds(20_000),
    /** How old a copy may be that stands in while the API is away. */
    STALE_MAX_AGE_SECONDS: { type: 'integer', minimum: 0, maximum: 86_400, default: 300 },
    FORM_LIMIT_PER_MINUTE: { type: 'integer', minimum: 1, maximum: 10_000, default: 10 },
    /** Time between "not ready" and closing, so that load balancers stop sending first. */
    DRAIN_DELAY_MS: milliseconds(1_000),
    /** After this the process ends with what is still open; less than ECS's stop time-out of 30 s. */
    CLOSE_TIMEOUT_MS: milliseconds(25_000),
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

const settings = Compile(SETTINGS)

/** Reads the environment; throws one error that lists every fault. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const values = Object.fromEntries(
    Object.entries(SETTINGS.properties).map(([name, schema]) => [name, readValue(environment[name], schema)]),
  )
  const faults = faultsOf(values)
  const region = values.AWS_REGION
  if (typeof region === 'string' && region !== '' && !isRegionId(region))
    faults.push(`AWS_REGION is "${region}": it must be one of Meridian's regions`)
  if (faults.length > 0) throw new ConfigInvalidError(faults)
  return toConfig(values as Settings)
}

function readValue(text: string | undefined, schema: { type: string; default?: unknown }): unknown {
  if (text === undefined || text === '') return schema.default
  return schema.type === 'integer' && text.trim() !== '' ? Number(text) : text
}

function faultsOf(values: Record<string, unknown>): string[] {
  const [, errors] = settings.Errors(values)
  const missing = Object.keys(SETTINGS.properties).filter((name) => values[name] === undefined)
  return [
    ...missing.map((name) => `${name} is missing`),
    ...errors
      .filter((error) => error.instancePath !== '' && !missing.includes(error.instancePath.slice(1)))
      .map((error) => {
        const name = error.instancePath.slice(1)
        return `${name} is ${JSON.stringify(values[name])}: it ${error.message}`
      }),
  ]
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
