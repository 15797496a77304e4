import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { createSystemSource, type MachineSource } from '../../src/kernel/machine-load/system-source.ts'

const describesRunQueues = existsSync('/proc/self/schedstat')

function createSource(): MachineSource {
  const source = createSystemSource()
  onTestFinished(() => source[Symbol.dispose]())
  return source
}

it.runIf(describesRunQueues)(
  'counts what children of this process ran and waited, and keeps it when they end',
  async () => {
    const source = createSource()
    const before = source.sample()
    const child = spawn(
      process.execPath,
      [
        '-e',
        'const end = Date.now() + 300; while (Date.now() < end);process.send("worked");process.on("message", () => process.exit())',
      ],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise((resolve) => child.once('message', resolve))
    const during = source.sample()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.send('end')
    await ended
    const after = source.sample()
    const wanted = (sample: typeof before) => sample.ranMs! + sample.waitedMs!
    // Spinning for 300 ms, it ran or waited to; a little is lost to the start of the process.
    expect(wanted(during) - wanted(before)).toBeGreaterThan(250)
    expect(after.ranMs).toBeGreaterThanOrEqual(during.ranMs!)
  },
)

it('reports the delay of the event loop', () => {
  const { eventLoopDelayMs, cores, loadAverage } = createSource().sample()
  expect(eventLoopDelayMs.p99).toBeGreaterThanOrEqual(eventLoopDelayMs.p50)
  expect(cores).toBeGreaterThan(0)
  expect(loadAverage).toHaveLength(3)
})
