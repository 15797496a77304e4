// Writes docs/policy.md from the registry and the waivers.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WAIVERS } from '../waivers/index.ts'
import { policyPage } from './policy-page.ts'

await writeFile(join(import.meta.dirname, '../../../docs/policy.md'), policyPage(WAIVERS))
