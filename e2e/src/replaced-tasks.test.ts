import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { countReplacedTasks, noTaskReplaced } from './replaced-tasks.ts'

function journalOf(files: Readonly<Record<string, readonly string[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, events] of Object.entries(files)) {
    const lines = events.map((event) => JSON.stringify({ time: '2026-01-01', module: 'ecs', event }))
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  }
  return folder
}

it('counts only replaced tasks, including those in a rotated journal file', async () => {
  const folder = journalOf({
    'journal.jsonl.1': ['task replaced', 'task started'],
    'journal.jsonl': ['task is stopping', 'task replaced', 'task started', 'task replaced'],
  })
  expect(await countReplacedTasks(folder)).toBe(3)
})

it('counts no replaced task in a world without a journal', async () => {
  expect(await countReplacedTasks(journalOf({}))).toBe(0)
})

it('one replaced task fails a run', () => {
  expect(noTaskReplaced(0).verdict).toBe('ok')
  expect(noTaskReplaced(1)).toMatchObject({ verdict: 'failed', detail: '1 replaced' })
})
