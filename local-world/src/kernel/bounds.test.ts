import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { BoundedMap } from './bounded-map.ts'
import { createManualClock } from './clock.ts'
import { createJournal, JOURNAL_FILE_BYTES } from './journal.ts'
import { olderOf, RotatingFile } from './rotating-file.ts'

function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-bounds-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, name)
}

it('a rotating file keeps the newest lines in two bounded files', () => {
  const file = temporaryFile('task.log')
  using rotating = new RotatingFile(file, 1_000)
  for (let line = 0; line < 1_000; line++) rotating.append(`line ${line}\n`)
  const kept = readFileSync(olderOf(file), 'utf8') + readFileSync(file, 'utf8')
  expect(kept.endsWith('line 998\nline 999\n')).toBe(true)
  expect(kept.length).toBeGreaterThan(1_000)
  expect(statSync(file).size).toBeLessThanOrEqual(1_000)
  expect(readdirSync(join(file, '..')).sort()).toEqual(['task.log', 'task.log.1'])
})

it('a rotating file appends to an existing file', () => {
  const file = temporaryFile('task.log')
  for (const text of ['first\n', 'second\n']) {
    using rotating = new RotatingFile(file, 1_000)
    rotating.append(text)
  }
  expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n')
})

it('a journal on disk is bounded and ends with the newest entry', () => {
  const file = temporaryFile('journal.jsonl')
  using journal = createJournal(createManualClock(), file)
  const detail = { text: 'x'.repeat(100_000) }
  const entries = Math.ceil((3 * JOURNAL_FILE_BYTES) / 100_000)
  for (let index = 0; index <= entries; index++)
    journal.record({ module: 'test', event: 'tick', subject: String(index), detail })
  expect(statSync(file).size + statSync(olderOf(file)).size).toBeLessThanOrEqual(2 * JOURNAL_FILE_BYTES)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1)!).subject).toBe(String(entries))
})

it('a bounded map evicts the oldest entry', () => {
  const left: string[] = []
  const map = new BoundedMap<string, string>(2, (value) => left.push(value))
  for (const name of ['a', 'b', 'a', 'c']) map.set(name, name.toUpperCase())
  expect([...map.keys()]).toEqual(['b', 'c'])
  expect(left).toEqual(['A'])
})
