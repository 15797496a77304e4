import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuMsOf, descendantsOf } from '../descendants.ts'

const BYTES_PER_KIB = 1_024

/** Memory of one process of a world. */
export interface ProcessMemory {
  /** Kind of process: `npm start`, `task`, `postgres`. */
  readonly kind: string
  /** Resident memory, with shared pages divided among processes (Pss). Source: proc_pid_smaps(5). */
  readonly bytes: number
}

/** Memory of a process and all its descendants. */
export function memoryOf(pid: number): readonly ProcessMemory[] {
  return [pid, ...descendantsOf(pid)].flatMap((each) => {
    try {
      const rollup = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8')
      const kibibytes = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0)
      return [{ kind: each === pid ? 'npm start' : kindOf(each), bytes: kibibytes * BYTES_PER_KIB }]
    } catch {
      // It exited after it was listed.
      return []
    }
  })
}

function kindOf(pid: number): string {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  if (command.includes('postgres')) return 'PostgreSQL'
  const service = /services\/([a-z-]+)\/|dist\/([a-z-]+)\//.exec(command)
  return service ? `${service[1] ?? service[2]} task` : 'other'
}

/** Share of one core that a process and its descendants use when idle. */
export async function idleShare(pid: number, forMs: number): Promise<number> {
  const cpuMs = () => [pid, ...descendantsOf(pid)].reduce((sum, each) => sum + cpuMsOf(each), 0)
  const [beforeMs, startedMs] = [cpuMs(), performance.now()]
  await delay(forMs)
  return (cpuMs() - beforeMs) / (performance.now() - startedMs)
}
