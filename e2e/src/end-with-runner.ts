/** The part of a process that is used. */
interface Worker {
  once(event: 'disconnect', listener: () => void): unknown
  off(event: 'disconnect', listener: () => void): unknown
  exit(code: number): unknown
}

/** A test runner that is killed leaves its workers running: this one then stops its world and exits. */
export function endWithRunner(stop: () => Promise<void>, worker: Worker = process): Disposable {
  const end = () => {
    void stop().finally(() => worker.exit(1))
  }
  worker.once('disconnect', end)
  return { [Symbol.dispose]: () => void worker.off('disconnect', end) }
}
