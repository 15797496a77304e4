import { spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'

/** Ends with its parent, however that ends. */
const SPIN = 'const parent = process.ppid; while (process.ppid === parent);'

/** Other programs that use a processor all the time, each in its own session, as Linux may share processors by session. */
export function spinBeside(count: number): Disposable {
  const spinning = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore', detached: true }),
  )
  // A measurement that runs above other programs must not lift these with it.
  if (getPriority() < 0) for (const { pid } of spinning) if (pid !== undefined) setPriority(pid, 0)
  return {
    [Symbol.dispose]() {
      for (const child of spinning) child.kill('SIGKILL')
    },
  }
}
