import { expect, it } from 'vitest'
import { loadConfig } from './config.ts'

const VALID = {
  DATABASE_WRITER_HOST: 'global',
  DATABASE_OTHER_WRITER_HOSTS: 'first, second',
  DATABASE_PORT: '5432',
  DATABASE_NAME: 'marketing',
}

it('tries the global endpoint first, then the members’ own, and checks certificates', () => {
  expect(loadConfig(VALID)).toEqual({
    writerHosts: ['global', 'first', 'second'],
    port: 5432,
    database: 'marketing',
    tls: 'verify',
  })
  expect(loadConfig({ ...VALID, DATABASE_OTHER_WRITER_HOSTS: undefined }).writerHosts).toEqual(['global'])
})

it('has a reader for people only where the environment names one', () => {
  expect(loadConfig({ ...VALID, DATABASE_READER_USER: 'reader' }).reader).toBe('reader')
  expect(loadConfig({ ...VALID, DATABASE_READER_USER: '' })).not.toHaveProperty('reader')
})

it('lists every problem of the environment at once', () => {
  expect(() => loadConfig({ DATABASE_PORT: 'five' })).toThrow(
    /3 problem\(s\)[\s\S]*DATABASE_WRITER_HOST is missing[\s\S]*DATABASE_NAME is missing[\s\S]*"five" and must be a port/,
  )
})
