import { describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

/** The command runs the whole program, on a machine that may be busy. */
const PROGRAM_MS = 300_000

const rehearse = (...args: readonly string[]) => runScript('rehearse-up.ts', args)

describe('rehearse-up.ts', { timeout: PROGRAM_MS }, () => {
  it('exits 0 when nothing would be refused, with the limits to raise', async () => {
    const { exitCode, stderr } = await rehearse('--stack', 'production')
    expect(stderr).toMatch(/Raise before: Fargate On-Demand vCPUs in us-east-1/)
    expect(stderr).toContain('Nothing of it would be refused.')
    expect(exitCode).toBe(0)
  })

  it('exits 1 and names the first refusal', async () => {
    const { exitCode, stdout, stderr } = await rehearse('--stack', 'poc', '--beside', 'production', '--json')
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/up stops at .*\n {2}AlreadyExists:/)
    expect(JSON.parse(stdout).firstFailure.refusals[0]).toMatch(/^AlreadyExists/)
  })
})
