import { existsSync, readdirSync, readFileSync } from 'node:fs'

const NS_PER_MS = 1_000_000

interface Process {
  readonly pid: number
  readonly parent: number
}

/**
 * Processor time in ms that all descendants of this process have used so far, without this process itself.
 *
 * On a shared machine, throughput depends mostly on the other tenants; processor time does so much less.
 *
 * Read from the scheduler's statistics in nanoseconds; `/proc/<pid>/stat` counts in hundredths of a second.
 *
 * @throws Error without `/proc`, or with a kernel without scheduler statistics. Source: proc_pid_stat(5); Linux,
 * Documentation/scheduler/sched-stats.rst.
 */
export function descendantsCpuMs(of = process.pid): number {
  if (!existsSync('/proc/self/schedstat'))
    throw new Error(
      'Processor time is read from /proc/<pid>/schedstat, which this system does not have: measure on Linux.',
    )
  return descendantsOf(of).reduce((sum, pid) => sum + cpuMsOf(pid), 0)
}

/** All descendants of a process, without itself. Source: proc_pid_stat(5). */
export function descendantsOf(of: number): readonly number[] {
  const all = readdirSync('/proc').filter(isPid).flatMap(readProcess)
  const below = new Set([of])
  // A child may have a lower pid than its parent, so one pass is not enough.
  for (let before = 0; before !== below.size; ) {
    before = below.size
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid)
  }
  below.delete(of)
  return [...below]
}

const isPid = (name: string): boolean => /^\d+$/.test(name)

function readProcess(pid: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // A name may contain anything but ends at the last parenthesis; the field after it is number 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3])
    return [{ pid: Number(pid), parent: field(4) }]
  } catch {
    // It exited after it was listed.
    return []
  }
}

/** Processor time that a process has used so far, in ms; 0 if it has exited. */
export const cpuMsOf = (pid: number): number => scheduledOf(pid).cpuMs

/** What the scheduler gave a process so far. */
export interface Scheduled {
  readonly cpuMs: number
  /** How often it was given a processor: in an idle process, how often it woke up. */
  readonly turns: number
}

/** Sums over a process's threads, 0 if it has exited: the process's own file covers only its first thread. */
export function scheduledOf(pid: number): Scheduled {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, thread) => {
        const [ranNs, , turns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
        return { cpuMs: sum.cpuMs + Number(ranNs) / NS_PER_MS, turns: sum.turns + Number(turns) }
      },
      { cpuMs: 0, turns: 0 },
    )
  } catch {
    return { cpuMs: 0, turns: 0 }
  }
}
