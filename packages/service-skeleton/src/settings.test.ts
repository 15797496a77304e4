import { describe, expect, it } from 'vitest'
import { readSettings } from './read-settings.ts'
import { COMMON_REQUIRED, COMMON_SETTINGS, regionProblems } from './settings.ts'

const SCHEMA = { required: COMMON_REQUIRED, properties: COMMON_SETTINGS } as const

describe('the settings that every service has', () => {
  it('have defaults: an empty environment is enough', () => {
    const { values, problems } = readSettings(SCHEMA, {})
    expect(problems).toEqual([])
    expect(Object.keys(values).sort()).toEqual([...COMMON_REQUIRED].sort())
  })

  it('are refused by name, all at once', () => {
    const { problems } = readSettings(SCHEMA, { LOG_LEVEL: 'loud', DRAIN_DELAY_MS: '1.5', HOST: '' })
    expect(problems).toEqual([
      'LOG_LEVEL is "loud" and must be one of fatal, error, warn, info, debug, trace, silent',
      'DRAIN_DELAY_MS is "1.5" and must be a whole number from 0 to 120000',
    ])
  })
})

it('a region outside Meridian is refused; a missing one is reported only once', () => {
  expect(regionProblems('eu-west-1')).toHaveLength(1)
  expect(regionProblems('us-west-2')).toEqual([])
  expect(regionProblems(undefined)).toEqual([])
})
