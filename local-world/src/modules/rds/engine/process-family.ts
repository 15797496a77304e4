import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The child processes of a process that are still alive. */
export async function childrenOf(parent: number): Promise<readonly number[]> {
  const all = process.platform === 'linux' ? await readProc() : await askPs()
  return all.filter((entry) => entry.parent === parent).map((entry) => entry.pid)
}

interface ProcessEntry {
  readonly pid: number
  readonly parent: number
}

async function readProc(): Promise<readonly ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const entries = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // The name in parentheses may contain anything; state and parent follow the last parenthesis.
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return { pid: Number(pid), parent: Number(parent) }
    }),
  )
  return entries
}

async function askPs(): Promise<readonly ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number)
      return { pid: pid ?? 0, parent: parent ?? 0 }
    })
}
