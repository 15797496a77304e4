import { useEffect, useState } from 'preact/hooks'
import { BEAT_MS, type Beat, GRACE_MS, type Reading, staleSince } from '../shared/reading.ts'
import type { Views } from '../shared/views.ts'

/** Whether the backend speaks to this page. */
export interface Link {
  readonly state: 'connecting' | 'live' | 'silent' | 'refused'
  /** When it was last heard, by this browser's clock. */
  readonly heardAt: number | undefined
}

const readings = new Map<string, Reading>()
const listeners = new Set<() => void>()
let heardAt: number | undefined
let state: Link['state'] = 'connecting'
/** The backend's clock less this browser's. */
let clockOffset = 0

const RETRY_MS = 2_000

/** Listens to the backend for as long as the page is open, and comes back after every loss. */
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

/** A beat without a value says that it is what it was. */
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

/** The time by the backend's clock. */
export const backendNow = (): number => Date.now() + clockOffset

/** What a panel shows: the last value with its age, or why there is none. */
export interface Shown<Value> {
  readonly value: Value | undefined
  readonly readAt: number | undefined
  /** Nothing newer has come since then, and something should have. */
  readonly staleSince: number | undefined
  readonly problem: string | undefined
  readonly lacks: string | undefined
}

/** Looks at a source now; the caller has to be drawn again when something changes. */
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

/** Draws the calling component again at every message, and every second, so that ages grow while nothing comes. */
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
