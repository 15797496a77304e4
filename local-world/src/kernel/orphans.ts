// A world killed with SIGKILL cannot end its children. So each child is recorded when it starts, and the next world in the
// same folder ends those that are left. A pid alone is not enough, because the system reuses pids: the command line must
// still contain the mark that the child was started with.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'pids'

/** Records a child; call the result when it has ended. `mark` is a part of its command line that no other process has. */
export function rememberChild(runFolder: string, pid: number, mark: string): () => void {
  const file = join(runFolder, FOLDER, String(pid))
  mkdirSync(join(runFolder, FOLDER), { recursive: true })
  writeFileSync(file, mark)
  return () => rmSync(file, { force: true })
}

/** Ends the children of a dead world; returns how many there were. */
export function endOrphans(runFolder: string): number {
  let ended = 0
  for (const { pid, mark } of rememberedChildren(runFolder)) {
    if (!commandLineOf(pid).includes(mark)) continue
    process.kill(pid, 'SIGKILL')
    ended += 1
  }
  return ended
}

function rememberedChildren(runFolder: string): { pid: number; mark: string }[] {
  const folder = join(runFolder, FOLDER)
  try {
    return readdirSync(folder).map((name) => ({
      pid: Number(name),
      mark: readFileSync(join(folder, name), 'utf8'),
    }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A live process's command line; empty when there is no such process. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
