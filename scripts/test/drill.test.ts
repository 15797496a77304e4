import { expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const run = (...args: string[]) => runScript('drill.ts', args)

it('lists the drills for people and as data, without a world', async () => {
  const { exitCode, stdout, stderr } = await run('list', '--target', 'local', '--json')
  expect(exitCode).toBe(0)
  expect(stderr).toContain('planned-switchover')
  const drills = JSON.parse(stdout) as { name: string; targets: object }[]
  expect(drills.length).toBeGreaterThanOrEqual(10)
  expect(drills.every(({ targets }) => 'longestWriteGapMs' in targets)).toBe(true)
})
