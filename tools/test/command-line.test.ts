import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

const run = (program: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, program), ...args], { encoding: 'utf8', timeout: 30_000 })

describe.each([
  ['npm run check', 'tools/src/check.ts'],
  ['npm test', 'tools/src/test/main.ts'],
  ['npm run bench', 'bench/src/index.ts'],
])('%s', (command, program) => {
  it('prints its help and starts nothing', () => {
    const { status, stdout, stderr } = run(program, '--help')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain(`Usage: ${command}`)
    expect(stdout).toContain('Exit codes: 0')
    expect(stdout).not.toContain('── ')
  })

  it('refuses an argument that it does not know, with exit code 2', () => {
    const { status, stdout, stderr } = run(program, '--fast')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/--fast/)
    expect(stderr).toContain(`Usage: ${command}`)
  })
})

it('npm run bench refuses a benchmark that does not exist, and names those that do', () => {
  const { status, stderr } = run('bench/src/index.ts', 'request-paht')
  expect(status).toBe(2)
  expect(stderr).toMatch(
    /"request-paht" .*request-path, token-cost, world-start, world-footprint, program-run/,
  )
})

it('npm test refuses a part that it does not have, and names those that it has', () => {
  const { status, stderr } = run('tools/src/test/main.ts', '--part', 'quick')
  expect(status).toBe(2)
  expect(stderr).toContain('--part quick is not one of static, unit, world, e2e')
})
