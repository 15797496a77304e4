import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In the command line of every task; how a recorded process id is known to be still ours. */
export const LIFELINE = new URL('./lifeline.ts', import.meta.url).href

const folderOf = (runFolder: string): string => join(runFolder, 'tasks')

/** Notes a task's process, so that the next world can end it should this one be unable to. */
export function recordProcess(runFolder: string, pid: number): () => void {
  const file = join(folderOf(runFolder), String(pid))
  mkdirSync(folderOf(runFolder), { recursive: true })
  writeFileSync(file, '')
  return () => rmSync(file, { force: true })
}

/** Ends tasks that an earlier world left behind; answers their process ids. Ids that others have taken are left alone. */
export function endRecordedProcesses(runFolder: string): readonly number[] {
  const left = recordedIds(runFolder).filter(isOurs)
  for (const pid of left) process.kill(pid, 'SIGKILL')
  rmSync(folderOf(runFolder), { recursive: true, force: true })
  return left
}

function recordedIds(runFolder: string): readonly number[] {
  try {
    return readdirSync(folderOf(runFolder)).map(Number)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function isOurs(pid: number): boolean {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(LIFELINE)
  } catch {
    // `ps` answers 1 when there is no such process.
    return false
  }
}
