import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runScript as run } from './run-script.ts'

const PROGRAM_RUN_MS = 60_000

describe('cost', () => {
  it(
    'prints the same total in words on stderr and as JSON on stdout',
    async () => {
      const args = ['--stack', 'poc', '--profile', 'idle', '--by', 'service', '--json']
      const { exitCode, stdout, stderr } = await run('cost.ts', args)
      expect(exitCode).toBe(0)
      const [estimate] = JSON.parse(stdout) as {
        stack: string
        prices: string
        usdPerMonth: number
        lines: unknown[]
      }[]
      expect(estimate).toMatchObject({ stack: 'poc', prices: expect.stringMatching(/^\d{4}-\d{2}$/) })
      expect(stderr).toContain(estimate?.usdPerMonth.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ','))
      expect(stderr).toMatch(/^NAT gateway +\d/m)
    },
    PROGRAM_RUN_MS,
  )

  it(
    'leaves a report of both stacks and all loads, and says which stays under $50 a day',
    async () => {
      const results = mkdtempSync(join(tmpdir(), 'meridian-cost-'))
      onTestFinished(() => rmSync(results, { recursive: true }))
      const { exitCode } = await run('cost.ts', ['--results', results])
      expect(exitCode).toBe(0)
      const text = readFileSync(join(results, 'cost', 'latest', 'report.json'), 'utf8')
      expect(JSON.parse(text)).toMatchObject({
        verdict: 'ok',
        checks: [{ name: expect.stringContaining('poc stack with the load "idle" stays under $50') }],
        data: { length: 6 },
      })
    },
    2 * PROGRAM_RUN_MS,
  )

  it(
    'gives every suggestion a reason, and says which cannot be had',
    async () => {
      const { exitCode, stderr } = await run('cost.ts', [
        '--stack',
        'poc',
        '--profile',
        'typical',
        '--suggest',
      ])
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(/^tasks on ARM64 instead of X86_64 +-?[\d.]+ +-?[\d.,]+/m)
      expect(stderr).toMatch(/^- Aurora pauses without queries: impossible here/m)
    },
    PROGRAM_RUN_MS,
  )
})
