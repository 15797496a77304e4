import pg from 'pg'
import { type ConnectionSettings, clientConfig } from './connection/settings.ts'
import { MigrationEditedError } from './errors.ts'
import { type Migration, readMigrations } from './migration-files.ts'

export interface MigrateOptions {
  readonly migrations?: readonly Migration[]
  /** Called for each migration that this call applies. */
  readonly onApplied?: (migration: Migration, durationMs: number) => void
}

export interface MigrateResult {
  readonly applied: readonly Migration[]
  /** The schema's version afterwards: higher than ours if a newer program has already migrated it. */
  readonly version: number
}

/** A number that other users of advisory locks are unlikely to choose: "meri" in ASCII. */
const LOCK = 0x6d657269
/** A migration may rewrite a table, and other processes wait for it. */
const STATEMENT_MS = 10 * 60_000

const VERSIONS_TABLE = `
  create table if not exists schema_versions (
    version integer primary key,
    name text not null,
    checksum text not null,
    oldest_program integer not null,
    applied_at timestamptz not null default now()
  )`

/**
 * Brings the schema up to this program's version.
 *
 * Each migration is one transaction that takes a lock, writes its version row and only then changes the schema. Any number of
 * processes can therefore run this at once, and a crash leaves either the whole migration or nothing.
 */
export async function applyMigrations(
  settings: ConnectionSettings,
  { migrations = readMigrations(), onApplied }: MigrateOptions = {},
): Promise<MigrateResult> {
  const config = clientConfig({
    ...settings,
    timeouts: { ...settings.timeouts, statementMs: STATEMENT_MS, lockMs: STATEMENT_MS },
  })
  const client = new pg.Client({ ...config, pipeline: false })
  // A connection that breaks between statements fails the next one; an unhandled event would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const applied: Migration[] = []
    for (const migration of migrations) {
      const startedMs = performance.now()
      if (!(await applyOne(client, migration))) continue
      applied.push(migration)
      onApplied?.(migration, performance.now() - startedMs)
    }
    return { applied, version: await currentVersion(client) }
  } finally {
    await client.end().catch(() => {})
  }
}

/** Resolves true if this call applied the migration, false if it was already applied. */
async function applyOne(client: pg.Client, migration: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query(VERSIONS_TABLE)
    const isNew = await writeVersion(client, migration)
    if (isNew) await client.query(migration.sql)
    await client.query('commit')
    return isNew
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function writeVersion(client: pg.Client, migration: Migration): Promise<boolean> {
  const recorded = await client.query<{ checksum: string }>(
    'select checksum from schema_versions where version = $1',
    [migration.version],
  )
  const checksum = recorded.rows[0]?.checksum
  if (checksum === migration.checksum) return false
  if (checksum !== undefined) throw new MigrationEditedError(migration.name, checksum, migration.checksum)
  await client.query(
    'insert into schema_versions (version, name, checksum, oldest_program) values ($1, $2, $3, $4)',
    [migration.version, migration.name, migration.checksum, migration.oldestProgram],
  )
  return true
}

async function currentVersion(client: pg.Client): Promise<number> {
  const found = await client.query<{ version: number | null }>(
    'select max(version) as version from schema_versions',
  )
  return found.rows[0]?.version ?? 0
}
