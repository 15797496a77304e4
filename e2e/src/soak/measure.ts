import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

const BYTES_PER_KIB = 1_024
const BYTES_PER_BLOCK = 512
const LINE_FEED = 10

/** What a running world uses at one moment. */
export interface Footprint {
  /** Resident memory of the process that `npm start` runs. */
  readonly mainBytes: number
  /** Memory of all its processes; shared pages are divided among them. */
  readonly worldBytes: number
  readonly processes: number
  /** Disk use of its run folder. */
  readonly diskBytes: number
  readonly journalLines: number
}

/** Measures a world from outside, by its process and its folder: Linux only. */
export async function measureFootprint(pid: number, runFolder: string): Promise<Footprint> {
  const family = await familyOf(pid)
  const shares = await Promise.all(family.map(proportionalBytes))
  return {
    mainBytes: await residentBytes(pid),
    worldBytes: sum(shares),
    processes: family.length,
    diskBytes: await occupiedBytes(runFolder),
    journalLines: await countLines(runFolder),
  }
}

async function familyOf(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const found = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => familyOf(Number(child))),
  )
  return [pid, ...found.flat()]
}

async function residentBytes(pid: number): Promise<number> {
  return kibibytesOf('VmRSS', await readFile(`/proc/${pid}/status`, 'utf8'))
}

/** Zero if the process has just exited. */
async function proportionalBytes(pid: number): Promise<number> {
  return kibibytesOf('Pss', await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))
}

function kibibytesOf(name: string, text: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * BYTES_PER_KIB
}

async function occupiedBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries.map(async (entry) => {
    if (!entry.isFile()) return 0
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => undefined)
    return (found?.blocks ?? 0) * BYTES_PER_BLOCK
  })
  return sum(await Promise.all(sizes))
}

/** Lines of the journal and its rotated files. */
async function countLines(runFolder: string): Promise<number> {
  const names = (await readdir(runFolder).catch(() => [])).filter((name) => name.startsWith('journal.jsonl'))
  const counts = names.map(async (name) => {
    let lines = 0
    for await (const chunk of createReadStream(join(runFolder, name)) as AsyncIterable<Buffer>)
      for (const byte of chunk) if (byte === LINE_FEED) lines++
    return lines
  })
  return sum(await Promise.all(counts))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
