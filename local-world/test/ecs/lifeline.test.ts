import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'

const LIFELINE = new URL('../../src/modules/ecs/engine/lifeline.mjs', import.meta.url).href

function startTask(program: string) {
  const task = spawn(
    process.execPath,
    ['--import', LIFELINE, '--input-type=module', '-e', program],
    // As for a container: the world holds the other end of standard input.
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  onTestFinished(() => void task.kill('SIGKILL'))
  return task
}

it('a task reads an empty standard input, as on Fargate, and not the pipe to the world', async () => {
  // Loading the module, as AWS's SDK does, reads every property of the process.
  const task = startTask(`
    import process from 'node:process'
    let read = ''
    for await (const chunk of process.stdin) read += chunk
    console.log('read', JSON.stringify(read))`)
  const [stdout, stderr] = await Promise.all([text(task.stdout), text(task.stderr)])
  expect({ stdout, stderr }).toEqual({ stdout: 'read ""\n', stderr: '' })
})

it('a task is killed when the world closes its standard input', async () => {
  const task = startTask(`console.log('up'); setInterval(() => {}, 1000)`)
  const ended = once(task, 'exit')
  await once(task.stdout, 'data')
  task.stdin.end()
  expect(await ended).toEqual([null, 'SIGKILL'])
})
