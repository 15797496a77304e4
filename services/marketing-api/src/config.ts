import type { Credentials, Endpoint } from '@meridian/database'
import {
  ConfigurationInvalidError,
  type Environment,
  readSettings,
  regionProblems,
} from '@meridian/service-skeleton'
import type { RegionId } from '@meridian/topology'
import {
  DATABASE_SETTINGS,
  type DatabaseSettings,
  SERVICE_SETTINGS,
  type ServiceSettings,
} from './settings-schema.ts'

/** Settings of the migration. */
export interface MigrationConfig {
  readonly region: RegionId
  readonly logLevel: string
  readonly writer: Endpoint
  readonly databaseName: string
  readonly credentials: Credentials
}

/** Settings of the service. */
export interface Config extends MigrationConfig {
  readonly port: number
  readonly host: string
  readonly reader: Endpoint
  /** Other regions' readers, nearest first. */
  readonly otherReaders: readonly Endpoint[]
  /** Other places where the writer may be. */
  readonly otherWriters: readonly Endpoint[]
  /** The secret to read the login from after a rotation; undefined where it never changes. */
  readonly secretArn: string | undefined
  readonly writeBudgetMs: number
  readonly trustedProxyHops: number
  readonly xrayDaemonAddress: string
  readonly taskMetadataUri: string | undefined
  readonly leadsPerMinute: number
  readonly drainDelayMs: number
  readonly closeTimeoutMs: number
}

/** Reads the service's environment; throws one error that lists every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const { values, problems } = readSettings(SERVICE_SETTINGS, environment)
  const settings = values as ServiceSettings
  return {
    ...checked(settings, problems),
    port: settings.PORT,
    host: settings.HOST,
    reader: { host: settings.DATABASE_READER_HOST, port: settings.DATABASE_PORT },
    otherReaders: endpoints(settings.DATABASE_OTHER_READER_HOSTS, settings.DATABASE_PORT),
    otherWriters: endpoints(settings.DATABASE_OTHER_WRITER_HOSTS, settings.DATABASE_PORT),
    secretArn: settings.DATABASE_SECRET_ARN,
    writeBudgetMs: settings.WRITE_BUDGET_MS,
    trustedProxyHops: settings.TRUSTED_PROXY_HOPS,
    xrayDaemonAddress: settings.AWS_XRAY_DAEMON_ADDRESS,
    taskMetadataUri: settings.ECS_CONTAINER_METADATA_URI_V4,
    leadsPerMinute: settings.LEADS_PER_MINUTE,
    drainDelayMs: settings.DRAIN_DELAY_MS,
    closeTimeoutMs: settings.CLOSE_TIMEOUT_MS,
  }
}

/** Reads the migration's environment; throws one error that lists every problem. */
export function loadMigrationConfig(environment: Environment = process.env): MigrationConfig {
  const { values, problems } = readSettings(DATABASE_SETTINGS, environment)
  return checked(values as DatabaseSettings, problems)
}

function checked(settings: DatabaseSettings, found: readonly string[]): MigrationConfig {
  const region = settings.AWS_REGION
  const problems = [...found, ...regionProblems(region)]
  const credentials = parseCredentials(settings.DATABASE_CREDENTIALS)
  if (credentials === undefined && settings.DATABASE_CREDENTIALS !== undefined) {
    problems.push('DATABASE_CREDENTIALS must be JSON with the texts "username" and "password"')
  }
  if (problems.length > 0 || credentials === undefined) throw new ConfigurationInvalidError(problems)
  return {
    region: region as RegionId,
    logLevel: settings.LOG_LEVEL,
    writer: { host: settings.DATABASE_WRITER_HOST, port: settings.DATABASE_PORT },
    databaseName: settings.DATABASE_NAME,
    credentials,
  }
}

/** The secret's JSON, from the environment or from Secrets Manager; undefined when it is not a login. */
export function parseCredentials(text: string | undefined): Credentials | undefined {
  try {
    const { username, password } = JSON.parse(text ?? '') as Partial<Record<keyof Credentials, unknown>>
    return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined
  } catch {
    return undefined
  }
}

function endpoints(hosts: string | undefined, port: number): readonly Endpoint[] {
  return (hosts ?? '').split(',').flatMap((host) => (host.trim() === '' ? [] : [{ host: host.trim(), port }]))
}
