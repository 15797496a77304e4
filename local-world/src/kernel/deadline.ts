import type { Clock } from './clock.ts'

/** A signal that aborts after a delay on a clock; disposing it cancels the delay. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal
}

/** Like `AbortSignal.timeout`, on a clock that tests advance and a busy machine slows down. */
export function deadlineOn(clock: Pick<Clock, 'after'>, delayMs: number, reason?: Error): Deadline {
  const controller = new AbortController()
  const cancel = clock.after(delayMs, () =>
    controller.abort(reason ?? new DOMException(`Nothing within ${delayMs} ms`, 'TimeoutError')),
  )
  return { signal: controller.signal, [Symbol.dispose]: cancel }
}
