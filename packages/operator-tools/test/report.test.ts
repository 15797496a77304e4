import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { describeEnvironment, type Report, renderTable, verdictOf, writeReport } from '../src/index.ts'
import { sampleWorld } from './sample-target.ts'

const report: Report = {
  tool: 'test-latency',
  title: 'Latency',
  target: 'local',
  startedAt: '2026-11-21T08:30:00.123Z',
  durationMs: 1_500,
  verdict: 'failed',
  notes: ['a note'],
  tables: [{ title: 'Figures', columns: ['from', 'ms'], rows: [['São Paulo', '12.0']] }],
  checks: [{ name: 'a | b', verdict: 'failed', detail: '7' }],
  data: { figures: [12] },
}

describe('writeReport', () => {
  it('writes three files and points "latest" at the newest run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-report-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const environment = await describeEnvironment(sampleWorld(), folder)
    await writeReport(folder, report, environment)
    const run = await writeReport(folder, { ...report, startedAt: '2026-11-21T08:31:00.000Z' }, environment)
    expect(run).toBe(join(folder, 'test-latency', '2026-11-21T08-31-00Z'))
    expect(await readdir(run)).toEqual(['environment.json', 'report.json', 'report.md'])
    expect(await readlink(join(folder, 'test-latency', 'latest'))).toBe('2026-11-21T08-31-00Z')
    expect(await readdir(join(folder, 'test-latency'))).toHaveLength(3)
    expect(JSON.parse(await readFile(join(run, 'report.json'), 'utf8')).data).toEqual({ figures: [12] })
  })

  it('states in Markdown where it was measured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-report-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const run = await writeReport(folder, report, await describeEnvironment(sampleWorld(), folder))
    const page = await readFile(join(run, 'report.md'), 'utf8')
    expect(page).toContain('# Latency: failed')
    expect(page).toContain('measured on the local world')
    expect(page).toContain('| failed | a \\| b | 7 |')
  })
})

describe('renderTable', () => {
  it('aligns columns, numbers to the right', () => {
    const rows = [
      ['São Paulo', '12.0'],
      ['Seoul', '178.0'],
    ]
    expect(renderTable({ title: 'T', columns: ['from', 'ms'], rows }).split('\n')).toEqual([
      'T',
      'from          ms',
      '─────────  ─────',
      'São Paulo   12.0',
      'Seoul      178.0',
      '',
    ])
  })
})

describe('verdictOf', () => {
  const check = (verdict: 'ok' | 'failed' | 'unknown') => ({ name: '', detail: '', verdict })
  it.each([
    [['ok', 'failed'], 'failed'],
    [['ok', 'unknown'], 'ok'],
    [['unknown'], 'unknown'],
    [[], 'unknown'],
  ] as const)('of %j is %s', (verdicts, verdict) => {
    expect(verdictOf(verdicts.map(check))).toBe(verdict)
  })
})
