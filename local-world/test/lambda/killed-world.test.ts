import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { commandLineOf } from '../../src/kernel/orphans.ts'
import { eventually } from '../support/conditions.ts'

/** Reports its process id, and would run for ever. */
const HANDLER = `
export async function handler() {
  console.log('function process', process.pid)
  await new Promise(() => setInterval(() => {}, 1000))
}
`
const WORLD_PROCESS = join(import.meta.dirname, 'world-process.ts')

// INV-LAMBDA-3
it('a function’s process ends when its world is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-function-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'index.mjs'), HANDLER)
  const world = spawn(process.execPath, [WORLD_PROCESS, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    world.kill('SIGKILL')
  })
  const [said] = await once(world.stdout.setEncoding('utf8'), 'data')
  const pid = Number(/function process (\d+)/.exec(String(said))?.[1])
  expect(commandLineOf(pid)).toContain('index.handler')

  world.kill('SIGKILL')
  await eventually(
    'the end of the function’s process',
    () => commandLineOf(pid),
    (line) => line === '',
  )
})
