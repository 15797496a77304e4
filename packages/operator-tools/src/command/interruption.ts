import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** May tidy up first: the command ends when the words are there, or at a second Ctrl-C. */
export type Stopped = () => string | Promise<string>

/** What a command says when it is ended from outside; `stopped` may be exchanged while it runs. */
export interface Interruption extends Disposable {
  stopped: Stopped
}

/** Ends the command at Ctrl-C and its like, with the shell's code for that, after saying what has been done and what to do next. */
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
