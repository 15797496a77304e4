import { ConfigurationInvalidError } from '@meridian/service-skeleton'
import { expect, it } from 'vitest'
import { loadConfig, loadMigrationConfig } from './config.ts'

const COMPLETE = {
  AWS_REGION: 'ap-northeast-2',
  DATABASE_READER_HOST: 'reader.internal',
  DATABASE_WRITER_HOST: 'writer.internal',
  DATABASE_CREDENTIALS: '{"username":"app","password":"s3cret"}',
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load()
  } catch (error) {
    if (error instanceof ConfigurationInvalidError) return error.problems
    throw error
  }
  return []
}

it('reads a complete environment', () => {
  expect(loadConfig(COMPLETE)).toMatchObject({
    region: 'ap-northeast-2',
    port: 3001,
    reader: { host: 'reader.internal', port: 5432 },
    credentials: { username: 'app', password: 's3cret' },
    taskMetadataUri: undefined,
  })
})

it('lists every problem at once, by name', () => {
  const problems = problemsOf(() =>
    loadConfig({
      ...COMPLETE,
      PORT: 'web',
      AWS_REGION: 'moon-1',
      LOG_LEVEL: 'loud',
      DATABASE_READER_HOST: '',
    }),
  )
  expect(problems).toHaveLength(4)
  for (const name of ['PORT', 'AWS_REGION', 'LOG_LEVEL', 'DATABASE_READER_HOST']) {
    expect(problems.some((problem) => problem.startsWith(`${name} `))).toBe(true)
  }
})

it('never repeats a secret that it cannot parse', () => {
  const problems = problemsOf(() => loadConfig({ ...COMPLETE, DATABASE_CREDENTIALS: 's3cret' }))
  expect(problems).toEqual(['DATABASE_CREDENTIALS must be JSON with the texts "username" and "password"'])
})

it('requires only the writer for a migration', () => {
  const { DATABASE_READER_HOST: _, ...withoutReader } = COMPLETE
  expect(loadMigrationConfig(withoutReader).writer).toEqual({ host: 'writer.internal', port: 5432 })
})
