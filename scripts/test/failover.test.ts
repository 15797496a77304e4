import { describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

const run = (...args: string[]) => runScript('failover.ts', args)

describe('failover', () => {
  it('shows its verbs, examples and exit codes, and exits 0', async () => {
    const { exitCode, stdout } = await run('--help')
    expect(exitCode).toBe(0)
    for (const verb of ['plan', 'switchover', 'failover', 'resume', 'failback'])
      expect(stdout).toContain(`node scripts/failover.ts ${verb} --target local`)
    expect(stdout.replace(/\s+/g, ' ')).toContain('3 refused for safety')
  })

  it.each([
    ['no verb', [], /Usage: npm run failover -- /],
    ['an unknown verb', ['switch'], /unknown command 'switch'/],
    ['no target', ['plan', '--to', 'us-west-2'], /--target <target>' not specified/],
    ['no region to go to', ['switchover', '--target', 'local'], /--to <region>' not specified/],
    ['an unknown region', ['plan', '--target', 'local', '--to', 'mars'], /Allowed choices are us-east-1/],
    ['aws without outputs', ['resume', '--target', 'aws'], /needs --outputs <file>/],
  ])('exits 2 on %s, with nothing on stdout', async (_title, args, message) => {
    const { exitCode, stdout, stderr } = await run(...args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
  })
})
