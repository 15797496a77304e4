import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Check, checkThat } from '@meridian/operator-tools'

/** The journal entry for a task that ended unintentionally: it failed its checks, exited, or did not start. */
const REPLACED = '"event":"task replaced"'

/** Counts them in the journal and its latest rotated file. */
export async function countReplacedTasks(runFolder: string): Promise<number> {
  const names = ['journal.jsonl.1', 'journal.jsonl']
  const texts = await Promise.all(
    names.map((name) => readFile(join(runFolder, name), 'utf8').catch(() => '')),
  )
  return texts.join('').split(REPLACED).length - 1
}

/** Holds on any machine: a world that is held up waits, and replaces no task. */
export const noTaskReplaced = (replaced: number): Check =>
  checkThat(replaced === 0, 'no task was replaced', `${replaced} replaced`)
