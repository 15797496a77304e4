import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { MigrationsMisnumberedError } from './errors.ts'

/** One numbered SQL file. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
  /** The oldest program version that still works after this migration. */
  readonly oldestProgram: number
}

const FOLDER = new URL('./migrations/', import.meta.url)
const OLDEST_PROGRAM = /^-- oldest-program: (\d+)$/m

/** This package's migrations in order; file n begins with n, in four digits. */
export function readMigrations(folder: URL = FOLDER): readonly Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, index) => {
    const version = index + 1
    if (!name.startsWith(`${String(version).padStart(4, '0')}-`))
      throw new MigrationsMisnumberedError(name, version)
    const sql = readFileSync(new URL(name, folder), 'utf8')
    return {
      version,
      name: name.replace(/\.sql$/, ''),
      sql,
      checksum: createHash('sha256').update(sql).digest('hex').slice(0, 16),
      oldestProgram: Number(OLDEST_PROGRAM.exec(sql)?.[1] ?? 0),
    }
  })
}
