import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ROOT } from '../src/workspace.ts'

const LOCKED = {
  '': { name: 'sample' },
  'node_modules/one': { version: '1.0.0' },
  'node_modules/@scope/local': { resolved: 'packages/local', link: true },
  'node_modules/for-another-machine': { version: '3.0.0', optional: true },
}

/** A checkout with a lock file, npm's list of installed packages, and an npm that only creates a marker. */
function launchIn(installed: Readonly<Record<string, unknown>> | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'launch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'tools'))
  mkdirSync(join(folder, 'node_modules'))
  cpSync(join(ROOT, 'tools', 'launch.mjs'), join(folder, 'tools', 'launch.mjs'))
  writeFileSync(join(folder, 'program.ts'), "console.log('ran')")
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: LOCKED }))
  if (installed)
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  const npm = join(folder, 'npm.js')
  writeFileSync(npm, `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'npm-ran'))}, '')`)
  const { status, stdout } = spawnSync(process.execPath, ['tools/launch.mjs', 'program.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, npm_execpath: npm },
  })
  return { status, stdout, hasInstalled: existsSync(join(folder, 'npm-ran')) }
}

const { '': _, 'node_modules/for-another-machine': __, ...ALL } = LOCKED

describe('the launcher', () => {
  it.each([
    ['nothing is installed', undefined],
    ['a package is missing', { 'node_modules/one': { version: '1.0.0' } }],
    ['a package has another version', { ...ALL, 'node_modules/one': { version: '1.0.1' } }],
  ])('installs packages when %s', (_title, installed) => {
    expect(launchIn(installed)).toEqual({ status: 0, stdout: 'ran\n', hasInstalled: true })
  })

  it('installs nothing after npm ci', () => {
    expect(launchIn(ALL)).toEqual({ status: 0, stdout: 'ran\n', hasInstalled: false })
  })
})
