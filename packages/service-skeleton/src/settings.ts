import { isRegionId, REGION_IDS } from '@meridian/topology'
import { ConfigurationInvalidError } from './errors.ts'

const WRONG_USE = 2

export const LOG_LEVEL_SETTING = {
  type: 'string',
  enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
  default: 'info',
} as const

/** The settings that all services share, in addition to port, region and their own. */
export const COMMON_SETTINGS = {
  HOST: { type: 'string', minLength: 1, default: '127.0.0.1' },
  LOG_LEVEL: LOG_LEVEL_SETTING,
  /** CloudFront and the load balancer are two hops. With zero, X-Forwarded-For is not trusted. */
  TRUSTED_PROXY_HOPS: { type: 'integer', minimum: 0, maximum: 5, default: 0 },
  AWS_XRAY_DAEMON_ADDRESS: { type: 'string', pattern: '^[^:]+:\\d+$', default: '127.0.0.1:2000' },
  /** From "not ready" to closing: by then load balancers must have stopped sending. */
  DRAIN_DELAY_MS: { type: 'integer', minimum: 0, maximum: 120_000, default: 2_000 },
  /** After this the process exits with what is still open; less than ECS's stop timeout of 30 s. */
  CLOSE_TIMEOUT_MS: { type: 'integer', minimum: 100, maximum: 120_000, default: 20_000 },
} as const

export const COMMON_REQUIRED = [
  'HOST',
  'LOG_LEVEL',
  'TRUSTED_PROXY_HOPS',
  'AWS_XRAY_DAEMON_ADDRESS',
  'DRAIN_DELAY_MS',
  'CLOSE_TIMEOUT_MS',
] as const

/** ECS sets AWS_REGION to the region it runs in, which may be one that Meridian does not use. */
export function regionProblems(region: unknown): readonly string[] {
  if (typeof region !== 'string' || isRegionId(region)) return []
  return [`AWS_REGION is "${region}" and must be one of ${REGION_IDS.join(', ')}`]
}

/** Loads a configuration; if it is invalid, prints the problems and exits the process. */
export function loadOrExit<Config>(service: string, load: () => Config): Config {
  try {
    return load()
  } catch (error) {
    if (!(error instanceof ConfigurationInvalidError)) throw error
    process.stderr.write(`${service} cannot start. ${error.code}: ${error.message}\n`)
    process.exit(WRONG_USE)
  }
}
