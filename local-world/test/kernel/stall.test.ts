import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock, createRealClock } from '../../src/kernel/clock.ts'
import { type StallOptions, watchForStall } from '../../src/kernel/stall.ts'

function watch(options: StallOptions) {
  const stall = watchForStall(options)
  onTestFinished(() => stall[Symbol.dispose]())
  return stall
}

describe('a wait that ends when progress stalls', () => {
  it('ends once there is no progress for the limit', async () => {
    const clock = createManualClock()
    const { signal } = watch({ clock, limitMs: 60_000, reached: () => 'registered 3' })
    await clock.advance(59_000)
    expect(signal.aborted).toBe(false)
    await clock.advance(1_000)
    expect(signal.aborted).toBe(true)
  })

  it('continues as long as there is progress', async () => {
    const clock = createManualClock()
    let registered = 0
    const { signal } = watch({ clock, limitMs: 60_000, reached: () => registered })
    for (let minute = 0; minute < 60; minute++) {
      registered++
      await clock.advance(59_000)
    }
    expect(signal.aborted).toBe(false)
    await clock.advance(60_000)
    expect(signal.aborted).toBe(true)
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'continues while a process uses CPU, and ends when it only waits',
    async () => {
      const spinning = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
      onTestFinished(() => void spinning.kill('SIGKILL'))
      const clock = createRealClock()
      const pids = () => [spinning.pid!]
      const { signal } = watch({ clock, limitMs: 400, reached: () => '', pids })
      await clock.sleep(1_200)
      expect(signal.aborted).toBe(false)
      spinning.kill('SIGSTOP')
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  )
})
