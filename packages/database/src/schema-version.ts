import { readMigrations } from './migration-files.ts'
import { prepareRead } from './prepared.ts'
import type { Reader } from './roles.ts'
import { hasSqlState, SQLSTATE } from './sqlstate.ts'

/** A database's schema version, and the oldest program it supports. */
export interface SchemaState {
  /** 0 if no migration was ever applied. */
  readonly version: number
  readonly oldestProgram: number
}

/**
 * Whether a program may work on a schema.
 *
 * `ready`: same version, or a newer schema that still supports this program. `wait`: the migration has not been
 * run, or has not been replicated to this reader. `refuse`: the schema no longer supports this program.
 */
export type SchemaVerdict = 'ready' | 'wait' | 'refuse'

/** The schema version that this program was written for: its own last migration. */
export function requiredSchemaVersion(): number {
  return readMigrations().length
}

export function judgeSchema(schema: SchemaState, program: number): SchemaVerdict {
  if (schema.version < program) return 'wait'
  return schema.oldestProgram > program ? 'refuse' : 'ready'
}

const newest = prepareRead<object, { version: number | null; oldest_program: number | null }>((db) =>
  db
    .selectFrom('schema_versions')
    .select(({ fn }) => [
      fn.max<number | null>('version').as('version'),
      fn.max<number | null>('oldest_program').as('oldest_program'),
    ]),
)

/** Reads the schema's state; a database without any migration is at version 0. */
export async function readSchemaState(reader: Reader): Promise<SchemaState> {
  try {
    const { value } = await newest(reader, {})
    return { version: value[0]?.version ?? 0, oldestProgram: value[0]?.oldest_program ?? 0 }
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.undefinedTable)) return { version: 0, oldestProgram: 0 }
    throw error
  }
}
