import { useEffect, useState } from 'preact/hooks'

/** One entry of the world's journal. */
export interface JournalEntry {
  readonly time: string
  readonly module: string
  readonly event: string
  readonly subject: string
  readonly region?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface JournalNow {
  /** Newest first. */
  readonly entries: readonly JournalEntry[]
  readonly silentSince: number | undefined
}

const MOST_KEPT = 1_000
const REDRAW_MS = 500
const RETRY_MS = 2_000

/** Calls to the AWS API, which outnumber all other entries. */
export const isCall = ({ module }: JournalEntry): boolean => module === 'wire'
export const isNoCall = (entry: JournalEntry): boolean => !isCall(entry)

/** The wanted entries of the world's journal while the calling component is shown; reconnects by itself. */
export function useJournal(isThere: boolean, isWanted: (entry: JournalEntry) => boolean): JournalNow {
  const [now, setNow] = useState<JournalNow>({ entries: [], silentSince: undefined })
  useEffect(() => {
    if (!isThere) return undefined
    let entries: JournalEntry[] = []
    let silentSince: number | undefined
    let isNew = false
    let stream: EventSource
    let retry: ReturnType<typeof setTimeout> | undefined
    const listen = () => {
      stream = new EventSource('/api/journal')
      stream.onopen = () => {
        // The stream starts over with all past entries.
        entries = []
        silentSince = undefined
        isNew = true
      }
      stream.onmessage = ({ data }) => {
        const entry = JSON.parse(String(data)) as JournalEntry
        if (!isWanted(entry)) return
        entries = [entry, ...entries].slice(0, MOST_KEPT)
        isNew = true
      }
      stream.onerror = () => {
        silentSince ??= Date.now()
        isNew = true
        // Without a running world the response is not an event stream, and the browser would not retry.
        stream.close()
        retry = setTimeout(listen, RETRY_MS)
      }
    }
    listen()
    const timer = setInterval(() => {
      if (isNew) setNow({ entries, silentSince })
      isNew = false
    }, REDRAW_MS)
    return () => {
      stream.close()
      clearTimeout(retry)
      clearInterval(timer)
    }
  }, [isThere, isWanted])
  return now
}
