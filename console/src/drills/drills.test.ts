import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { exportRun } from './export.ts'
import { listRuns, readFigure, readReport } from './runs.ts'

const REPORT = {
  title: 'Loss of <us-east-1>',
  verdict: 'ok',
  target: 'local',
  startedAt: '2026-11-21T21:56:36.566Z',
  durationMs: 118_453,
  notes: ['us-east-1 is lost.'],
  figures: [{ title: 'Timeline', file: 'timeline.svg' }],
  tables: [{ title: 'Figures', columns: ['what', 'value'], rows: [['lost writes', '214']] }],
  checks: [{ name: 'no write is lost', verdict: 'ok', detail: '0' }],
}

function keptRun(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-results-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const run = join(folder, 'region-loss', '2026-11-21T21-56-36Z')
  mkdirSync(run, { recursive: true })
  writeFileSync(join(run, 'report.json'), JSON.stringify(REPORT))
  writeFileSync(join(run, 'timeline.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  mkdirSync(join(folder, 'latency', '2026-11-22'), { recursive: true })
  writeFileSync(join(folder, 'latency', '2026-11-22', 'report.json'), '{"title":"no drill"}')
  // Benchmarks' figures are numbers, not drawings.
  mkdirSync(join(folder, 'bench', '2026-11-22'), { recursive: true })
  writeFileSync(join(folder, 'bench', '2026-11-22', 'report.json'), '{"figures":{"firstStartMs":1}}')
  return folder
}

it('lists only drill runs among all results', async () => {
  const folder = keptRun()
  expect(await listRuns(folder)).toEqual([
    {
      drill: 'region-loss',
      run: '2026-11-21T21-56-36Z',
      title: REPORT.title,
      verdict: 'ok',
      startedAt: REPORT.startedAt,
      durationMs: REPORT.durationMs,
    },
  ])
  expect(await listRuns(join(folder, 'nothing'))).toEqual([])
})

it('reads nothing outside the results folder', async () => {
  const folder = keptRun()
  await expect(readReport(folder, '..', 'etc')).rejects.toThrow('There is no run')
  await expect(readFigure(folder, 'region-loss', '2026-11-21T21-56-36Z', '../report.json')).rejects.toThrow(
    'no run',
  )
})

it('exports a run as one HTML file with inline figures and no scripts', async () => {
  const page = exportRun(REPORT, new Map([['timeline.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>']]))
  expect(page).toContain('Loss of &lt;us-east-1&gt;: ok')
  expect(page).toContain('src="data:image/svg+xml;base64,PHN2Zy')
  expect(page).toContain('<td>214</td>')
  expect(page).not.toMatch(/<script|https?:\/\//)
})
