import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { descendantsOf, type Scheduled, scheduledOf } from '../descendants.ts'

const BYTES_PER_KIB = 1_024
const MS_PER_SECOND = 1_000
/** As often as a task looks for a new writer. */
const EMPTY_WAKES_EVERY_MS = 250

/** What all processes of one kind need in a quiet world. */
export interface Need {
  /** Kind of process: `npm start`, `frontend task`, `PostgreSQL`. */
  readonly kind: string
  readonly processes: number
  /** Resident memory, with shared pages divided among processes (Pss). Source: proc_pid_smaps(5). */
  readonly bytes: number
  /** Of one core, 0 to 1. */
  readonly cpuShare: number
  readonly wakeUpsPerSecond: number
}

/** Watches a process and all its descendants for a while, by kind. */
export async function watchNeeds(root: number, forMs: number): Promise<readonly Need[]> {
  const before = new Map([root, ...descendantsOf(root)].map((pid) => [pid, scheduledOf(pid)]))
  const startedMs = performance.now()
  await delay(forMs)
  const elapsedMs = performance.now() - startedMs
  const seen = [root, ...descendantsOf(root)].flatMap((pid) => {
    const after = scheduledOf(pid)
    const { cpuMs, turns } = before.get(pid) ?? { cpuMs: 0, turns: 0 }
    try {
      const kind = pid === root ? 'npm start' : kindOf(pid)
      return [{ kind, bytes: memoryOf(pid), cpuMs: after.cpuMs - cpuMs, turns: after.turns - turns }]
    } catch {
      // It exited after it was listed.
      return []
    }
  })
  return [...Map.groupBy(seen, ({ kind }) => kind)].map(([kind, of]) => ({
    kind,
    processes: of.length,
    bytes: sum(of.map(({ bytes }) => bytes)),
    cpuShare: sum(of.map(({ cpuMs }) => cpuMs)) / elapsedMs,
    wakeUpsPerSecond: (sum(of.map(({ turns }) => turns)) / elapsedMs) * MS_PER_SECOND,
  }))
}

/** Processor time of a process of Node that wakes up four times a second and does nothing, in ms for each time. */
export async function emptyWakeUpMs(forMs: number): Promise<number> {
  const child = spawn(process.execPath, ['-e', `setInterval(() => {}, ${EMPTY_WAKES_EVERY_MS})`])
  try {
    await delay(MS_PER_SECOND)
    const { pid = 0 } = child
    const before: Scheduled = scheduledOf(pid)
    await delay(forMs)
    const after = scheduledOf(pid)
    return (after.cpuMs - before.cpuMs) / (after.turns - before.turns)
  } finally {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
}

function memoryOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * BYTES_PER_KIB
}

function kindOf(pid: number): string {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  if (command.includes('postgres')) return 'PostgreSQL'
  const service = /services\/([a-z-]+)\/|dist\/([a-z-]+)\//.exec(command)
  return service ? `${service[1] ?? service[2]} task` : 'other'
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
