import { readFileSync } from 'node:fs'
import { processorTimeMs } from '../../../kernel/machine-load/index.ts'
import type { ContainerView } from '../running.ts'

const NS_PER_MS = 1_000_000
const BYTES_PER_MIB = 1_048_576
const BYTES_PER_KIB = 1_024

/** Docker's container statistics, taken from its process; what the system does not report is left out. */
export function containerStats(
  { name, pid }: ContainerView,
  id: string,
  { nowMs, memoryMib }: { readonly nowMs: number; readonly memoryMib: number },
) {
  const processorMs = pid === undefined ? undefined : processorTimeMs(pid)
  const usage = pid === undefined ? undefined : residentBytes(pid)
  return {
    id,
    name,
    read: new Date(nowMs).toISOString(),
    cpu_stats: {
      ...(processorMs !== undefined && { cpu_usage: { total_usage: processorMs * NS_PER_MS } }),
    },
    memory_stats: { ...(usage !== undefined && { usage }), limit: memoryMib * BYTES_PER_MIB },
  }
}

/** Memory of a process; undefined where the system does not report it. */
function residentBytes(pid: number): number | undefined {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kib === undefined ? undefined : Number(kib) * BYTES_PER_KIB
  } catch {
    return undefined
  }
}
