import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DemoProgress } from './progress.ts'

function fileInFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-demo-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'demo.json')
}

const good = (id: string) => ({
  id,
  title: id,
  durationMs: 1,
  findings: [{ isOk: true, headline: 'as it should be' }],
})

it('a resumed demonstration knows which steps were shown, and a new one does not', () => {
  const file = fileInFolder()
  DemoProgress.open(file, false).keep(good('latency'))
  expect(DemoProgress.open(file, true).isDone('latency')).toBe(true)
  expect(DemoProgress.open(file, false).isDone('latency')).toBe(false)
})

it('a step that did not show what it should is not done until it is shown again', () => {
  const progress = DemoProgress.open(fileInFolder(), false)
  progress.keep({ ...good('task'), findings: [{ isOk: false, headline: 'nothing ran' }] })
  expect(progress.isDone('task')).toBe(false)
  progress.keep(good('task'))
  expect(progress.isDone('task')).toBe(true)
  expect(progress.results).toHaveLength(1)
})

it('an unreadable file starts a new demonstration', () => {
  const file = fileInFolder()
  writeFileSync(file, '{ half')
  expect(DemoProgress.open(file, true).results).toEqual([])
})
