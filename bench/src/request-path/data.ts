import { applyMigrations, openDatabase } from '@meridian/database'
import type { ThrowawayPostgres } from '@meridian/database/testing'
import { sql } from 'kysely'

/** Enough that random reads rarely hit the same campaign twice in a row. */
export const CAMPAIGNS = 1_000

export const slugOf = (index: number): string => `campaign-${String(index).padStart(4, '0')}`

/** The product's schema, filled with realistic campaigns. */
export async function prepareCampaigns(server: ThrowawayPostgres): Promise<string> {
  const settings = server.settings('postgres')
  await applyMigrations(settings)
  const { endpoint, credentials, database, tls } = settings
  await using filling = openDatabase({
    reader: endpoint,
    writer: endpoint,
    credentials,
    database,
    tls,
    applicationName: 'bench',
  })
  const stored = await filling.writer
    .insertInto('campaigns')
    .values(
      Array.from({ length: CAMPAIGNS }, (_, index) => ({
        slug: slugOf(index),
        model: `Model ${index % 7}`,
        status: 'published' as const,
        starts_at: '2026-01-01T00:00:00Z',
        position: index,
        attributes: JSON.stringify({ rangeKm: 400 + (index % 200), seats: 5, powertrain: 'electric' }),
      })),
    )
    .returning('id')
    .execute()
  for (const locale of ['ko', 'en'] as const) {
    await filling.writer
      .insertInto('campaign_texts')
      .values(
        stored.map(({ id }) => ({
          campaign_id: id,
          locale,
          title: 'Be the first to drive it',
          summary: 'Seven seats, 611 km on one charge. Made for the long way round.',
          body: 'A third row for grown-ups, a quiet cabin and an 18-minute fast charge. '.repeat(4),
        })),
      )
      .execute()
  }
  // What autovacuum would do within a minute; before that, the planner has no statistics.
  await sql`analyze`.execute(filling.writer)
  return database
}
