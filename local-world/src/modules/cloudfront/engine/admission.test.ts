import { expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

it('a busy machine takes requests up to its bound, and more as soon as some are over', () => {
  const admission = createAdmission(() => true, 2)
  const first = admission.enter()
  admission.enter()
  expect(admission.enter()).toBeUndefined()
  first?.()
  first?.()
  expect(admission.enter()).toBeDefined()
  expect(admission.enter()).toBeUndefined()
})

it('a machine that is not busy takes every request', () => {
  const admission = createAdmission(() => false, 2)
  for (let request = 0; request < 100; request++) expect(admission.enter()).toBeDefined()
})
