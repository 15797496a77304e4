import { RULES } from '@meridian/policy'
import { describe, expect, it } from 'vitest'
import { runScript } from './run-script.ts'

/** The command runs the whole program, on a machine that may be busy. */
const PROGRAM_MS = 300_000

const policy = (...args: readonly string[]) => runScript('policy.ts', args)

describe('policy.ts', () => {
  it('lists every rule with its reason and source', async () => {
    const { exitCode, stdout } = await policy('--list', '--json')
    expect(exitCode).toBe(0)
    const { rules } = JSON.parse(stdout)
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id))
    expect(rules[0]).toMatchObject({ severity: expect.any(String), reason: expect.any(String) })
  })

  it(
    'plants mistakes and names the layer that caught each, and exits 0 when all are caught',
    async () => {
      const { exitCode, stdout, stderr } = await policy('--stack', 'production', '--mistakes', '--json')
      expect(exitCode, stderr).toBe(0)
      const [{ mistakes }] = JSON.parse(stdout).stacks
      expect(mistakes.length).toBeGreaterThanOrEqual(30)
      expect(stderr).toContain(`${mistakes.length} of ${mistakes.length} planted mistakes are caught`)
    },
    PROGRAM_MS,
  )

  it(
    'exits 0 when a stack keeps the rules or has waivers, as text and as JSON',
    async () => {
      const rules = ['--rule', 'health-check-fast', 'database-has-standby']
      const { exitCode, stdout, stderr } = await policy('--stack', 'poc', ...rules, '--json')
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(/Stack poc: 2 rules over \d+ resources\./)
      expect(stderr).toMatch(/waived \(3\)\n {2}database-has-standby on .*database-\*: 3, to be reviewed by/)
      expect(stderr).toContain('One instance a region halves the price')
      const [report] = JSON.parse(stdout).stacks
      expect(report).toMatchObject({ stack: 'poc', findings: [], unusedWaivers: [] })
      expect(report.waived).toHaveLength(3)
    },
    PROGRAM_MS,
  )
})
