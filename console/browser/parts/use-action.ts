import { useState } from 'preact/hooks'

/** A page's action, one at a time, and why it failed. */
export interface Action {
  readonly isRunning: boolean
  readonly problem: string | undefined
  run(work: () => Promise<void>): void
}

export function useAction(): Action {
  const [isRunning, setRunning] = useState(false)
  const [problem, setProblem] = useState<string>()
  return {
    isRunning,
    problem,
    run(work) {
      setRunning(true)
      setProblem(undefined)
      work()
        .catch((error: Error) => setProblem(error.message))
        .finally(() => setRunning(false))
    },
  }
}
