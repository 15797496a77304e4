import type { Kysely } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { Schema } from './schema.ts'

/** The region's replica. It has no way to write: `insertInto` and its kin do not compile. */
export type Reader = ReadonlyKysely<Schema>

/** The primary, wherever it is: for migrations, seeds and tools. What a visitor writes goes through `writeOnce` or `transaction`. */
export type Writer = Kysely<Schema>
