import { spawn } from 'node:child_process'
import { getPriority, setPriority } from 'node:os'
import { parseCount } from '@meridian/operator-tools/command'
import { Option } from 'commander'

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

export const besideOption = () =>
  new Option('--beside <number>', 'processes that spin at normal priority meanwhile, as other programs do')
    .argParser(parseCount(0))
    .default(0)

export const besideNote = (count: number): string =>
  `${count} processes of other programs spun at normal priority beside it.`

/** What was measured on a machine made busy must not stand where the figures come from. */
export const toolBeside = (count: number, tool: string): string => (count > 0 ? 'busy-machine' : tool)
