import { readFileSync } from 'node:fs'

/** Fields of `/proc/<pid>/stat` after the name, which may hold spaces: ticks in user and in kernel mode. */
const USER_TICKS = 11
const KERNEL_TICKS = 12
/** Linux reports a hundred a second, whatever its own clock rate. */
const MS_PER_TICK = 10

/** Processor time used by a process with all its threads; undefined when it has ended or the system does not report it. */
export function processorTimeMs(pid: number): number | undefined {
  const stat = readProcessFile(`/proc/${pid}/stat`)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && (Number(fields[USER_TICKS]) + Number(fields[KERNEL_TICKS])) * MS_PER_TICK
}

/** Undefined if the system has no such file, or the process has just ended. */
export function readProcessFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
