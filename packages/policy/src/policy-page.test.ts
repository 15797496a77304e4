import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WAIVERS } from '../waivers/index.ts'
import { policyPage } from './policy-page.ts'

it('docs/policy.md matches the registry and the waivers; update it with node packages/policy/src/write-page.ts', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/policy.md'), 'utf8')
  expect(page).toBe(policyPage(WAIVERS))
})
