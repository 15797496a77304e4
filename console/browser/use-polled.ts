import { useEffect, useState } from 'preact/hooks'
import type { Shown } from './store.ts'

const UNREAD = {
  value: undefined,
  readAt: undefined,
  staleSince: undefined,
  problem: undefined,
  lacks: undefined,
}

/** Polls data only while a page shows it, and tracks its age like that of the watched sources. */
export function usePolled<Value>(path: string, everyMs: number): Shown<Value> {
  const [shown, setShown] = useState<Shown<Value>>(UNREAD)
  useEffect(() => {
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let last: Shown<Value> = UNREAD
    const read = async () => {
      try {
        const answer = await fetch(path)
        const body: unknown = await answer.json()
        if (!answer.ok) throw new Error((body as { message: string }).message)
        last = { ...UNREAD, value: body as Value, readAt: Date.now() }
      } catch (error) {
        last = { ...last, staleSince: last.readAt ?? Date.now(), problem: (error as Error).message }
      }
      if (isOver) return
      setShown(last)
      timer = setTimeout(read, everyMs)
    }
    setShown(UNREAD)
    void read()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [path, everyMs])
  return shown
}
