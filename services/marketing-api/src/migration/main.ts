import type { ConnectionSettings } from '@meridian/database'
import { ConfigurationInvalidError } from '@meridian/service-skeleton'
import { loadMigrationConfig, type MigrationConfig } from '../config.ts'
import { migrateWithin, seedWithin } from './migrate-within.ts'

/** A new cluster takes minutes to accept connections; waiting is better than restarting the pipeline. */
const BUDGET_MS = 180_000

const say = (line: string): void => void process.stdout.write(`migrate: ${line}\n`)
const complain = (line: string): void => void process.stderr.write(`migrate: ${line}\n`)

/** Applies the migrations and the seed; resolves to the exit code. */
export async function main(): Promise<number> {
  try {
    const config = loadMigrationConfig()
    const settings = settingsOf(config)
    say(`database ${config.databaseName} at ${config.writer.host}:${config.writer.port}`)
    const { applied, version } = await migrateWithin(BUDGET_MS, settings, say)
    say(`schema is at version ${version}, ${applied.length} migration(s) applied now`)
    const { created, kept } = await seedWithin(BUDGET_MS, settings, say)
    for (const slug of created) say(`campaign ${slug} created`)
    say(`seed: ${created.length} campaign(s) created, ${kept.length} kept as they are`)
    return 0
  } catch (error) {
    complain(
      error instanceof ConfigurationInvalidError ? error.message : `failed: ${(error as Error).message}`,
    )
    return 1
  }
}

function settingsOf(config: MigrationConfig): ConnectionSettings {
  return {
    endpoint: config.writer,
    credentials: config.credentials,
    database: config.databaseName,
    tls: 'verify',
    applicationName: 'migrate',
  }
}
