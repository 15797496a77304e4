import { existsSync, readdirSync, readFileSync } from 'node:fs'

const NS_PER_MS = 1_000_000

interface Process {
  readonly pid: number
  readonly parent: number
}

/**
 * Milliseconds of processor that everything below this process has used so far, without this process itself.
 *
 * Throughput on a machine with other tenants is mostly about them; time on the processor much less so.
 *
 * Taken from the scheduler's own books, which count nanoseconds; `/proc/<pid>/stat` counts in hundredths of a second.
 *
 * @throws Error where there is no `/proc`, or a kernel without scheduler statistics. Source: proc_pid_stat(5); Linux,
 * Documentation/scheduler/sched-stats.rst.
 */
export function descendantsCpuMs(of = process.pid): number {
  if (!existsSync('/proc/self/schedstat'))
    throw new Error(
      'Processor time is read from /proc/<pid>/schedstat, which this system does not have: measure on Linux.',
    )
  return descendantsOf(of).reduce((sum, pid) => sum + cpuMsOf(pid), 0)
}

/** Everything below a process, without itself. Source: proc_pid_stat(5). */
export function descendantsOf(of: number): readonly number[] {
  const all = readdirSync('/proc').filter(isPid).flatMap(readProcess)
  const below = new Set([of])
  // A child may have a smaller number than its parent, so one pass is not enough.
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
    // A name may contain anything but ends with the last parenthesis; fields count from the one behind it, which is the third.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => Number(fields[number - 3])
    return [{ pid: Number(pid), parent: field(4) }]
  } catch {
    // It ended between being listed and being looked at.
    return []
  }
}

/** Of all threads of a process, nothing when it has ended: the file of the process itself is that of its first one. */
export function cpuMsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
      const [runNs] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
      return sum + Number(runNs) / NS_PER_MS
    }, 0)
  } catch {
    return 0
  }
}
