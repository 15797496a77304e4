import { expect, it } from 'vitest'
import { createRequestLimit } from './request-limit.ts'

it('a busy machine takes requests up to its bound, and more as soon as some are over', () => {
  const requestLimit = createRequestLimit(() => true, 2)
  const first = requestLimit.enter()
  requestLimit.enter()
  expect(requestLimit.enter()).toBeUndefined()
  first?.()
  first?.()
  expect(requestLimit.enter()).toBeDefined()
  expect(requestLimit.enter()).toBeUndefined()
})

it('a machine that is not busy takes every request', () => {
  const requestLimit = createRequestLimit(() => false, 2)
  for (let request = 0; request < 100; request++) expect(requestLimit.enter()).toBeDefined()
})
