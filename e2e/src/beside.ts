import { spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import { parseCount } from '@meridian/operator-tools/command'
import { Option } from 'commander'

/** Exits with its parent, even if that is killed. */
const SPIN = 'const parent = process.ppid; while (process.ppid === parent);'

/** Other programs that keep a processor busy, each in its own session, because Linux may share processors by session. */
export function spinBeside(count: number): Disposable {
  const spinning = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore', detached: true }),
  )
  // This process may run at a raised priority, which its children must not inherit.
  if (getPriority() < 0) for (const { pid } of spinning) if (pid !== undefined) setPriority(pid, 0)
  return {
    [Symbol.dispose]() {
      for (const child of spinning) child.kill('SIGKILL')
    },
  }
}

export const besideOption = () =>
  new Option('--beside <number>', 'processes that spin at normal priority meanwhile, as other programs do')
    .argParser(parseCount(0))
    .default(0)

export const besideNote = (count: number): string =>
  `${count} processes of other programs spun at normal priority beside it.`

/** Results measured on a deliberately busy machine go to another folder than the published ones. */
export const toolBeside = (count: number, tool: string): string => (count > 0 ? 'busy-machine' : tool)
