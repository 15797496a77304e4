import { expect, it } from 'vitest'
import { createRequestLimit } from './request-limit.ts'

it('a busy machine admits requests up to its limit, and more once some have ended', () => {
  const requestLimit = createRequestLimit(() => true, 2)
  const first = requestLimit.enter('GET')
  requestLimit.enter('GET')
  expect(requestLimit.enter('GET')).toBeUndefined()
  first?.()
  first?.()
  expect(requestLimit.enter('GET')).toBeDefined()
  expect(requestLimit.enter('GET')).toBeUndefined()
})

it('writes that wait for a writer do not block reads', () => {
  const requestLimit = createRequestLimit(() => true, 1)
  requestLimit.enter('POST')
  expect(requestLimit.enter('POST')).toBeUndefined()
  expect(requestLimit.enter('GET')).toBeDefined()
})

it('a machine that is not busy admits every request', () => {
  const requestLimit = createRequestLimit(() => false, 2)
  for (let request = 0; request < 100; request++) expect(requestLimit.enter('GET')).toBeDefined()
})
