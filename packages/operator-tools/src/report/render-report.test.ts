import { PassThrough } from 'node:stream'
import { styleText } from 'node:util'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Check } from './findings.ts'
import { renderReport } from './render-report.ts'
import type { Report } from './report.ts'

const TERMINAL = Object.assign(new PassThrough(), { isTTY: true, getColorDepth: () => 8 }) as never
const PIPE = Object.assign(new PassThrough(), { isTTY: false }) as never

const report = (about: Partial<Report>): Report => ({
  tool: 'test',
  title: 'Deployment',
  target: 'local',
  startedAt: '2026-11-21T09:00:00.000Z',
  durationMs: 1_500,
  verdict: 'ok',
  notes: [],
  tables: [],
  checks: [],
  data: {},
  ...about,
})

const checks = (count: number, failing: readonly number[]): Check[] =>
  Array.from({ length: count }, (_, n) => ({
    name: `check ${n}`,
    verdict: failing.includes(n) ? 'failed' : 'ok',
    detail: `seen ${n}`,
  }))

// The root test runner forces colours, which plain-text tests must not see.
beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
})

const linesOf = (about: Partial<Report>, stream = PIPE) =>
  renderReport(report(about), stream, true).split('\n')

describe('a report of many checks', () => {
  it('ends with the number and names of the failed checks', () => {
    const lines = linesOf({ checks: checks(53, [7]), verdict: 'failed' })
    expect(lines.slice(-5)).toEqual([
      '1 of 53 checks failed:',
      '✗ check 7 (seen 7)',
      '',
      '✗ Deployment: failed, 52 of 53 checks ok, 1.5 s, target local',
      '',
    ])
  })

  it('repeats nothing when it is short or no check failed', () => {
    expect(
      linesOf({ checks: checks(5, [1]), verdict: 'failed' }).filter((line) => /check 1/.test(line)),
    ).toHaveLength(1)
    expect(linesOf({ checks: checks(53, []) }).join()).not.toContain('checks failed')
  })
})

describe('a warning', () => {
  const warned = { warnings: ['ROWS WILL BE LOST'], notes: ['a note'], checks: checks(2, []) }

  it('is the last line, and the most prominent on a terminal', () => {
    vi.stubEnv('NO_COLOR', undefined)
    vi.stubEnv('FORCE_COLOR', '1')
    onTestFinished(() => void vi.unstubAllEnvs())
    const last =
      linesOf(warned, TERMINAL)
        .filter((line) => line !== '')
        .at(-1) ?? ''
    const loud = { validateStream: false }
    expect(last).toBe(styleText(['bold', 'inverse', 'red'], '!!! ROWS WILL BE LOST !!!', loud))
  })

  it('stands out without colours too, and carries no tick', () => {
    const lines = linesOf(warned)
    expect(lines.filter((line) => line !== '').at(-1)).toBe('!!! ROWS WILL BE LOST !!!')
    expect(lines.join('\n')).not.toMatch(/✓ Deployment/)
    expect(lines).toContain('! Deployment: possible, with losses, 2 of 2 checks ok, 1.5 s, target local')
  })
})

describe('a long list', () => {
  const rows = Array.from({ length: 215 }, (_, n) => [`lead ${n}`, `key ${n}`])
  const linesShown = () =>
    linesOf({
      verdict: 'failed',
      checks: checks(2, [0]),
      tables: [{ title: 'Lost writes', isList: true, columns: ['lead', 'key'], rows }],
    })

  it('is shown after the verdict, and only its beginning', () => {
    const lines = linesShown()
    const verdict = lines.findIndex((line) => line.startsWith('✗ Deployment: failed'))
    expect(verdict).toBeGreaterThan(-1)
    expect(lines.findIndex((line) => line.startsWith('lead 0'))).toBeGreaterThan(verdict)
    expect(lines.filter((line) => line.startsWith('lead '))).toHaveLength(1 + 20)
    expect(lines.join('\n')).toContain('… 195 more in the report')
  })
})
