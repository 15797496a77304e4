import { Compile } from 'typebox/schema'
import { describe, expect, it } from 'vitest'
import {
  CAMPAIGN_LIST_SCHEMA,
  CAMPAIGN_SCHEMA,
  consistencyCookie,
  consistencyTokenInCookies,
  LEAD_LIMITS,
  LEAD_SCHEMA,
  NEW_LEAD_SCHEMA,
  PROBLEM_SCHEMA,
  problemOf,
  REGION_SCHEMA,
} from './index.ts'

const SCHEMAS = {
  CAMPAIGN_LIST_SCHEMA,
  CAMPAIGN_SCHEMA,
  LEAD_SCHEMA,
  PROBLEM_SCHEMA,
  REGION_SCHEMA,
} as const

it.each(Object.entries(SCHEMAS))('the schema of %s accepts its own examples', (_, schema) => {
  const validator = Compile(schema)
  for (const example of schema.examples) expect(validator.Errors(example)[1]).toEqual([])
})

it('the example of a new lead is valid once defaults are filled in', () => {
  const defaults = { marketingConsent: false, consentVersion: '2026-11' }
  expect(Compile(NEW_LEAD_SCHEMA).Errors({ ...NEW_LEAD_SCHEMA.examples[0], ...defaults })[1]).toEqual([])
})

describe('a field of a lead', () => {
  it.each([
    ['email', 'mina@example.com', true],
    ['email', `${'a'.repeat(64)}@example.co.kr`, true],
    ['email', 'mina@', false],
    ['email', 'mina@example', false],
    ['email', 'mina kim@example.com', false],
    ['email', `mina@${'x'.repeat(188)}.${'y'.repeat(63)}`, false],
    ['phone', '010-1234-5678', true],
    ['phone', '+82 (10) 1234.5678', true],
    ['phone', '123456', false],
    ['phone', '-- -- -- --', false],
    ['phone', '1234567890123456', false],
    ['name', '  ', false],
    ['message', '가'.repeat(LEAD_LIMITS.message), true],
    ['message', '가'.repeat(LEAD_LIMITS.message + 1), false],
  ] as const)('%s %s is valid: %s', (field, value, isTaken) => {
    expect(Compile(NEW_LEAD_SCHEMA.properties[field]).Check(value)).toBe(isTaken)
  })
})

it('a problem carries its code and the status of its kind', () => {
  expect(problemOf('LEAD_LOST', { detail: 'd', requestId: 'r' })).toEqual({
    type: 'urn:meridian:problem:lead-lost',
    title: 'Acknowledged by a region that was lost',
    status: 410,
    detail: 'd',
    code: 'LEAD_LOST',
    requestId: 'r',
  })
})

it('reads a token back from the cookie made of it, and rejects anything else', () => {
  const [cookie = ''] = consistencyCookie('abc~def-1').split(';')
  expect(consistencyTokenInCookies(`other=1; ${cookie}; last=2`)).toBe('abc~def-1')
  expect(consistencyTokenInCookies('meridian-consistency=<script>')).toBeUndefined()
  expect(consistencyTokenInCookies(undefined)).toBeUndefined()
})
