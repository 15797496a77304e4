import { type Database, fingerprintOf, prepareRead, type WriteOnceResult } from '../src/index.ts'
import type { WriteInto } from '../src/write-once.ts'

/** Finds a campaign by slug: the smallest thing that can be written once and read back. */
export const findNote = prepareRead<{ slug: string }, { slug: string; model: string }>((db, { slug }) =>
  db.selectFrom('campaigns').select(['slug', 'model']).where('slug', '=', slug),
)

/** The part of a write that stores a note, if the key was claimed. */
export function storeNote(claimed: Parameters<WriteInto>[0], slug: string) {
  return claimed.with('stored', (db) =>
    db
      .insertInto('campaigns')
      .columns(['slug', 'model', 'starts_at'])
      .expression((eb) =>
        eb
          .selectFrom('claimed')
          .select([
            eb.val(slug).as('slug'),
            eb.val('m').as('model'),
            eb.cast<Date>(eb.val('2026-01-01'), 'timestamptz').as('starts_at'),
          ]),
      ),
  )
}

/** Writes a note once per slug. */
export function writeNote(database: Database, slug: string, token?: string): Promise<WriteOnceResult> {
  const claim = {
    key: `note-${slug}`,
    operation: 'write-note',
    fingerprint: fingerprintOf({ slug }),
    outcome: { slug },
  }
  return database.writeOnce(claim, (claimed) => storeNote(claimed, slug), token)
}

/** How many times a server has stored a note. */
export async function countNotes(database: Database, slug: string): Promise<number> {
  const { rows } = await database.writer.executeQuery(
    database.writer.selectFrom('campaigns').select('slug').where('slug', '=', slug).compile(),
  )
  return rows.length
}
