import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished, vi } from 'vitest'

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false
  }
}

it('a program exits when its parent process is killed', async () => {
  const engine = spawn(process.execPath, [join(import.meta.dirname, 'run-never-ending.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void engine.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: engine.stdout }), 'line')) as [string]
  const programId = Number(line)
  expect(isRunning(programId)).toBe(true)

  engine.kill('SIGKILL')

  await vi.waitFor(() => expect(isRunning(programId)).toBe(false), { timeout: 5_000, interval: 20 })
})
