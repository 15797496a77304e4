import { expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const run = (...args: string[]) => runScript('drill.ts', args)

it('shows examples and its exit codes, and exits 0', async () => {
  const { exitCode, stdout } = await run('--help')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('node scripts/drill.ts region-loss --target local')
  expect(stdout.replace(/\s+/g, ' ')).toContain('3 refused for safety, 4 inconclusive')
})

it('lists the drills for people and as data, without a world', async () => {
  const { exitCode, stdout, stderr } = await run('list', '--target', 'local', '--json')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('planned-switchover')
  const drills = JSON.parse(stdout) as { name: string; targets: object }[]
  expect(drills.length).toBeGreaterThanOrEqual(10)
  expect(drills.every(({ targets }) => 'longestWriteGapMs' in targets)).toBe(true)
})

it.each([
  ['no drill', ['--target', 'local'], /missing required argument 'name'/],
  ['an unknown drill', ['lose-everything', '--target', 'local'], /Allowed choices are planned-switchover/],
  ['a rate of nothing', ['region-loss', '--target', 'local', '--rate', '0'], /not a number above 0/],
])('exits 2 on %s', async (_title, args, message) => {
  const { exitCode, stderr } = await run(...args)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
})
