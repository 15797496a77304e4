import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** May clean up first: the command exits once the message is ready, or on a second Ctrl-C. */
export type Stopped = () => string | Promise<string>

/** What a command prints when it is interrupted; `stopped` may be replaced while it runs. */
export interface Interruption extends Disposable {
  stopped: Stopped
}

/** On Ctrl-C or another termination signal, prints what has been done and what to do next, then exits with the shell's code. */
export function sayWhenInterrupted(
  stopped: Stopped,
  leave: (code: number) => void = process.exit,
): Interruption {
  const interruption: Interruption = { stopped, [Symbol.dispose]: stopListening }
  const handlers = SIGNALS.map((signal) => {
    const handle = () => {
      void Promise.resolve(interruption.stopped()).then((words) => {
        process.stderr.write(`\n${words}\n`)
        leave(128 + constants.signals[signal])
      })
    }
    process.once(signal, handle)
    return { signal, handle }
  })
  function stopListening(): void {
    for (const { signal, handle } of handlers) process.off(signal, handle)
  }
  return interruption
}
