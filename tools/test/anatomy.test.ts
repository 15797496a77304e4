import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { anatomyProblems } from '../src/anatomy/anatomy.ts'
import { sourceFiles } from '../src/sources.ts'
import { ROOT } from '../src/workspace.ts'

it('every file of the local world is in its place, without circles or arrows that lead up', () => {
  expect(anatomyProblems(sourceFiles(/\.(ts|sql|md)$/))).toEqual([])
})

it('the command fails on a violation and says where it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-anatomy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(ROOT, 'tools'), join(folder, 'tools'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  })
  const loose = 'local-world/src/modules/queues/helpers.ts'
  mkdirSync(join(folder, dirname(loose)), { recursive: true })
  writeFileSync(join(folder, loose), '')
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const { status, stderr } = spawnSync('node', ['tools/src/anatomy/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toContain(`${loose} is loose at the module's root`)
  expect(status).toBe(1)
})
