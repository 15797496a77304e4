import type { Kysely } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { Schema } from './schema.ts'

/** The region's replica. It cannot write: `insertInto` and the like do not compile. */
export type Reader = ReadonlyKysely<Schema>

/** The primary, in any region: for migrations, seeds and tools. Visitors' writes go through `writeOnce` or `transaction`. */
export type Writer = Kysely<Schema>
