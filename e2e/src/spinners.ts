import { spawn } from 'node:child_process'

/** Ends with its parent, however that ends. */
const SPIN = 'const parent = process.ppid; while (process.ppid === parent);'

/** Other programs that use a processor all the time, each in its own session, as Linux may share processors by session. */
export function spinBeside(count: number): Disposable {
  const spinning = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore', detached: true }),
  )
  return {
    [Symbol.dispose]() {
      for (const child of spinning) child.kill('SIGKILL')
    },
  }
}
