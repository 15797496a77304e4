import {
  applyMigrations,
  type ConnectionSettings,
  type MigrateResult,
  openDatabase,
} from '@meridian/database'
import { type SeedResult, seedCampaigns } from '../campaigns/seed.ts'
import { whileComingUp } from './while-coming-up.ts'

/** Applies the migrations; applying them again changes nothing. */
export function migrateWithin(
  budgetMs: number,
  settings: ConnectionSettings,
  say: (line: string) => void,
): Promise<MigrateResult> {
  return whileComingUp(budgetMs, say, () =>
    applyMigrations(settings, {
      onApplied: ({ name }, durationMs) => say(`${name} applied in ${Math.round(durationMs)} ms`),
    }),
  )
}

/** Inserts the seed and keeps existing rows. The writer may change between the migrations and this. */
export function seedWithin(
  budgetMs: number,
  { endpoint, ...settings }: ConnectionSettings,
  say: (line: string) => void,
): Promise<SeedResult> {
  return whileComingUp(budgetMs, say, async () => {
    await using database = openDatabase({ ...settings, reader: endpoint, writer: endpoint })
    return await seedCampaigns(database.writer)
  })
}
