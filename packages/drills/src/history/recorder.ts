import type { Action, HistoryEnd, HistoryEvent } from './event.ts'

/** An operation that has begun and must be ended once. */
export interface OpenOperation {
  end(end: HistoryEnd): void
}

export interface Recorder {
  begin(process: string, action: Action, details?: Partial<HistoryEvent>): OpenOperation
  /** Records something that happens at one moment. */
  note(process: string, action: Action, details?: Partial<HistoryEvent>): HistoryEvent
  events(): readonly HistoryEvent[]
  /** Resolves with the next event that fits. */
  next(fits: (event: HistoryEvent) => boolean, signal: AbortSignal): Promise<HistoryEvent>
  nowMs(): number
}

interface Listener {
  readonly fits: (event: HistoryEvent) => boolean
  readonly resolve: (event: HistoryEvent) => void
}

/** Collects a history; `now` is a monotonic clock in milliseconds. */
export function createRecorder(now: () => number, onEvent?: (event: HistoryEvent) => void): Recorder {
  const startedMs = now()
  const recorded: HistoryEvent[] = []
  const listeners = new Set<Listener>()
  let operations = 0

  const nowMs = () => Math.round((now() - startedMs) * 100) / 100

  function record(event: HistoryEvent): HistoryEvent {
    recorded.push(event)
    onEvent?.(event)
    for (const listener of listeners)
      if (listener.fits(event)) {
        listeners.delete(listener)
        listener.resolve(event)
      }
    return event
  }

  return {
    nowMs,
    events: () => recorded,
    begin(process, action, details = {}) {
      operations += 1
      const op = operations
      record({ ...details, op, type: 'invoke', atMs: nowMs(), process, action })
      return { end: (end) => void record({ ...end, op, atMs: nowMs(), process, action }) }
    },
    note(process, action, details = {}) {
      operations += 1
      return record({ type: 'info', ...details, op: operations, atMs: nowMs(), process, action })
    },
    next(fits, signal) {
      return new Promise((resolve, reject) => {
        const listener: Listener = { fits, resolve }
        listeners.add(listener)
        signal.addEventListener('abort', () => {
          if (listeners.delete(listener)) reject(signal.reason)
        })
      })
    },
  }
}
