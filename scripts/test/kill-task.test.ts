import { expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const run = (...args: string[]) => runScript('kill-task.ts', args)

it('shows examples and its exit codes, and exits 0', async () => {
  const { exitCode, stdout } = await run('--help')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('node scripts/kill-task.ts --target local --region us-west-2')
  expect(stdout.replace(/\s+/g, ' ')).toContain('3 refused for safety')
})

it.each([
  ['no region', ['--target', 'local'], /--region <region>' not specified/],
  [
    'an unknown service',
    ['--target', 'local', '--region', 'us-west-2', '--service', 'web'],
    /Allowed choices/,
  ],
])('exits 2 on %s', async (_title, args, message) => {
  const { exitCode, stderr } = await run(...args)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(message)
})
