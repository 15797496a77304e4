import { useEffect, useState } from 'preact/hooks'
import { BEAT_MS, type Beat, GRACE_MS, type Reading, staleSince } from '../shared/reading.ts'
import type { Views } from '../shared/views.ts'

/** State of the connection to the backend. */
export interface Link {
  readonly state: 'connecting' | 'live' | 'silent' | 'refused'
  /** Time of the last message, by this browser's clock. */
  readonly heardAt: number | undefined
}

const readings = new Map<string, Reading>()
const listeners = new Set<() => void>()
let heardAt: number | undefined
let state: Link['state'] = 'connecting'
/** The backend's clock minus this browser's. */
let clockOffset = 0

const RETRY_MS = 2_000

/** Listens to the backend while the page is open, and reconnects after every loss. */
export function connect(): void {
  const stream = new EventSource('/api/events')
  stream.onmessage = ({ data }) => {
    const { now, readings: news } = JSON.parse(String(data)) as Beat
    clockOffset = now - Date.now()
    heardAt = Date.now()
    state = 'live'
    for (const reading of news) take(reading)
    notify()
  }
  stream.onerror = () => {
    stream.close()
    void fetch('/api/session')
      .then(({ status }) => {
        state = status === 401 ? 'refused' : 'silent'
      })
      .catch(() => {
        state = 'silent'
      })
      .finally(() => {
        notify()
        setTimeout(connect, RETRY_MS)
      })
  }
}

/** A reading without a value means that the value has not changed. */
function take(reading: Reading): void {
  const known = readings.get(reading.key)
  const isSame = reading.value === undefined && reading.readAt !== undefined && !reading.failure
  readings.set(
    reading.key,
    isSame && known?.value !== undefined ? { ...reading, value: known.value } : reading,
  )
}

function notify(): void {
  for (const listener of listeners) listener()
}

export function link(): Link {
  const isOverdue = heardAt !== undefined && Date.now() - heardAt > BEAT_MS + GRACE_MS
  return { state: state === 'live' && isOverdue ? 'silent' : state, heardAt }
}

/** The current time by the backend's clock. */
export const backendNow = (): number => Date.now() + clockOffset

/** What a panel shows: the latest value with its age, or why there is none. */
export interface Shown<Value> {
  readonly value: Value | undefined
  readonly readAt: number | undefined
  /** Set if something newer should have arrived since then. */
  readonly staleSince: number | undefined
  readonly problem: string | undefined
  readonly lacks: string | undefined
}

/** The current state of a source; the caller must redraw when it changes. */
export function look<Key extends keyof Views>(key: Key): Shown<Views[Key]> {
  const reading = readings.get(key) as Reading<Views[Key]> | undefined
  if (!reading)
    return {
      value: undefined,
      readAt: undefined,
      staleSince: undefined,
      problem: undefined,
      lacks: undefined,
    }
  const isSilent = link().state !== 'live'
  return {
    value: reading.value,
    readAt: reading.readAt,
    staleSince: isSilent ? reading.readAt : staleSince(reading, backendNow()),
    problem: isSilent ? 'The console’s backend does not answer.' : reading.failure?.message,
    lacks: reading.lacks,
  }
}

/** The value, unless it is stale. */
export const fresh = <Value>({ value, staleSince }: Shown<Value>): Value | undefined =>
  staleSince === undefined ? value : undefined

/** Redraws the calling component at every message, and every second, so that ages grow during silence. */
export function useBeat(): void {
  const [, redraw] = useState(0)
  useEffect(() => {
    const again = () => redraw((count) => count + 1)
    listeners.add(again)
    const timer = setInterval(again, BEAT_MS)
    return () => {
      listeners.delete(again)
      clearInterval(timer)
    }
  }, [])
}
