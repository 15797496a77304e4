import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { anatomyProblems } from '../src/anatomy/anatomy.ts'
import { sourceFiles } from '../src/sources.ts'
import { copyOfRepository } from './support/copy.ts'

it('every file is in its place, without import cycles or imports of higher layers', () => {
  expect(anatomyProblems(sourceFiles(/\.(ts|sql|md)$/))).toEqual([])
})

it('the command fails on a violation and says where it is', () => {
  const folder = copyOfRepository(['tools'])
  const loose = 'local-world/src/modules/queues/helpers.ts'
  mkdirSync(join(folder, dirname(loose)), { recursive: true })
  writeFileSync(join(folder, loose), '')
  const { status, stderr } = spawnSync('node', ['tools/src/anatomy/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toContain(`${loose} is loose at the module's root`)
  expect(status).toBe(1)
})
