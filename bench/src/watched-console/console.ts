import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuMsOf, descendantsOf } from '../descendants.ts'

const BYTES_PER_KIB = 1_024
const SAMPLE_MS = 1_000

/** A page of the console as far as its backend can tell: it reads both streams. */
export interface OpenPage {
  readonly beats: number
  close(): void
}

/** Opens the console with a link, as a browser does. */
export async function openPage(address: string, token: string): Promise<OpenPage> {
  const link = await fetch(new URL('/api/links', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  const { url } = (await link.json()) as { url: string }
  const entered = await fetch(url, { redirect: 'manual' })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const leaving = new AbortController()
  let beats = 0
  const follow = async (path: string, onChunk: () => void) => {
    const stream = await fetch(new URL(path, address), { headers: { cookie }, signal: leaving.signal })
    if (!stream.ok || stream.body === null) throw new Error(`${path} answered ${stream.status}`)
    const read = async () => {
      for await (const _ of stream.body ?? []) onChunk()
    }
    read().catch(() => {})
  }
  await follow('/api/events', () => {
    beats += 1
  })
  await follow('/api/journal', () => {})
  return {
    get beats() {
      return beats
    },
    close: () => leaving.abort(),
  }
}

/** The highest resident memory of a world's console, and its share of one core. Source: proc_pid_status(5). */
export async function measureConsole(
  worldPid: number,
  forMs: number,
): Promise<{ readonly peakBytes: number; readonly share: number }> {
  const pid = descendantsOf(worldPid).find(isConsole)
  if (pid === undefined) throw new Error('No process of this world is its console')
  const [beforeMs, startedMs] = [cpuMsOf(pid), performance.now()]
  let peakBytes = 0
  while (performance.now() - startedMs < forMs) {
    peakBytes = Math.max(peakBytes, residentBytesOf(pid))
    await delay(SAMPLE_MS)
  }
  return { peakBytes, share: (cpuMsOf(pid) - beforeMs) / (performance.now() - startedMs) }
}

const isConsole = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/serve.mjs')

function residentBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * BYTES_PER_KIB
}
