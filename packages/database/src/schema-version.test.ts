import { expect, it } from 'vitest'
import { readMigrations } from './migration-files.ts'
import { judgeSchema, requiredSchemaVersion } from './schema-version.ts'

it.each([
  { schema: { version: 3, oldestProgram: 0 }, program: 3, verdict: 'ready' },
  { schema: { version: 0, oldestProgram: 0 }, program: 3, verdict: 'wait' },
  { schema: { version: 2, oldestProgram: 0 }, program: 3, verdict: 'wait' },
  { schema: { version: 4, oldestProgram: 2 }, program: 3, verdict: 'ready' },
  { schema: { version: 4, oldestProgram: 4 }, program: 3, verdict: 'refuse' },
])('a program of version $program judges schema $schema as $verdict', ({ schema, program, verdict }) => {
  expect(judgeSchema(schema, program)).toBe(verdict)
})

it('requires the latest migration that it carries', () => {
  expect(requiredSchemaVersion()).toBe(readMigrations().at(-1)?.version)
})

it('no migration locks out the program that carries it', () => {
  for (const migration of readMigrations())
    expect(migration.oldestProgram).toBeLessThanOrEqual(migration.version)
})
