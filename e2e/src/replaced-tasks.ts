import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Check, checkThat } from '@meridian/operator-tools'

/** What a service's scheduler writes of a task that nobody wanted to end: one that failed its checks, exited, or did not start. */
const REPLACED = '"event":"task replaced"'

/** By the journal and what was rotated out of it last. */
export async function countReplacedTasks(runFolder: string): Promise<number> {
  const names = ['journal.jsonl.1', 'journal.jsonl']
  const texts = await Promise.all(
    names.map((name) => readFile(join(runFolder, name), 'utf8').catch(() => '')),
  )
  return texts.join('').split(REPLACED).length - 1
}

/** True on any machine: a world that is held up waits, and replaces nothing. */
export const noTaskReplaced = (replaced: number): Check =>
  checkThat(replaced === 0, 'no task was replaced', `${replaced} replaced`)
