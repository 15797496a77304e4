import { COMMON_REQUIRED, COMMON_SETTINGS, LOG_LEVEL_SETTING } from '@meridian/service-skeleton'
import type { XStatic } from 'typebox/schema'

/**
 * The environment of the service and of its migration, which needs only the writer.
 *
 * Plain JSON Schema with TypeBox's types: TypeBox's builders would take a third of a task's startup time.
 */
export const DATABASE_SETTINGS = {
  type: 'object',
  required: [
    'DATABASE_WRITER_HOST',
    'DATABASE_PORT',
    'DATABASE_NAME',
    'DATABASE_CREDENTIALS',
    'AWS_REGION',
    'LOG_LEVEL',
  ],
  properties: {
    /** The global writer endpoint, which follows the primary. */
    DATABASE_WRITER_HOST: { type: 'string', minLength: 1 },
    DATABASE_PORT: { type: 'integer', minimum: 1, maximum: 65_535, default: 5432 },
    DATABASE_NAME: { type: 'string', pattern: '^[a-z_][a-z0-9_]*$', default: 'marketing' },
    /** JSON with `username` and `password`, from the region's own copy of the secret. */
    DATABASE_CREDENTIALS: { type: 'string', minLength: 2 },
    /** Set by ECS. */
    AWS_REGION: { type: 'string', minLength: 1 },
    LOG_LEVEL: LOG_LEVEL_SETTING,
  },
} as const

export const SERVICE_SETTINGS = {
  type: 'object',
  required: [
    ...DATABASE_SETTINGS.required,
    ...COMMON_REQUIRED,
    'PORT',
    'DATABASE_READER_HOST',
    'LEADS_PER_MINUTE',
    'WRITE_BUDGET_MS',
  ],
  properties: {
    ...COMMON_SETTINGS,
    ...DATABASE_SETTINGS.properties,
    PORT: { type: 'integer', minimum: 0, maximum: 65_535, default: 3001 },
    /** The region's own reader endpoint. */
    DATABASE_READER_HOST: { type: 'string', minLength: 1 },
    /** Readers of the other regions, nearest first, comma-separated: used when the region's own is away or behind. */
    DATABASE_OTHER_READER_HOSTS: { type: 'string' },
    /** The region's own copy of the secret: read again when the database refuses the login the task was started with. */
    DATABASE_SECRET_ARN: { type: 'string', pattern: '^arn:[\\w-]+:secretsmanager:' },
    /** The regions' own writer endpoints, comma-separated: one of them leads to a new writer before the global one does. */
    DATABASE_OTHER_WRITER_HOSTS: { type: 'string' },
    /** How long a write waits for a writer; less than CloudFront waits for an answer (30 s). */
    WRITE_BUDGET_MS: { type: 'integer', minimum: 0, maximum: 25_000, default: 8_000 },
    /** Set by ECS; identifies this task. */
    ECS_CONTAINER_METADATA_URI_V4: { type: 'string', pattern: '^http://' },
    /** Leads that one address may send. */
    LEADS_PER_MINUTE: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 300 },
  },
} as const

export type DatabaseSettings = XStatic<typeof DATABASE_SETTINGS>
export type ServiceSettings = XStatic<typeof SERVICE_SETTINGS>
