/** What is used of a process. */
interface Worker {
  once(event: 'disconnect', listener: () => void): unknown
  off(event: 'disconnect', listener: () => void): unknown
  exit(code: number): unknown
}

/** A runner of tests that is killed leaves its workers behind: this one stops its world, and ends. */
export function endWithRunner(stop: () => Promise<void>, worker: Worker = process): Disposable {
  const end = () => {
    void stop().finally(() => worker.exit(1))
  }
  worker.once('disconnect', end)
  return { [Symbol.dispose]: () => void worker.off('disconnect', end) }
}
