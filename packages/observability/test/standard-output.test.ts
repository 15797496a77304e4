import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'

const LOGGER = new URL('../src/logger.ts', import.meta.url).href
const SETTINGS = `{ service: 'frontend', region: 'us-east-1', level: 'info' }`

/** A process that logs and then runs `then`. */
function startLogging(then: string) {
  const program = `import { createLogger } from '${LOGGER}'; const log = createLogger(${SETTINGS}); ${then}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, lines: createInterface(child.stdout) }
}

it('a line reaches standard output while the process runs, even if the buffer never fills', async () => {
  const { child, lines } = startLogging(`log.info('one'); process.stdin.on('data', () => log.info('two'))`)
  const [first] = await once(lines, 'line')
  expect(JSON.parse(first)).toMatchObject({ msg: 'one' })
  child.stdin.write('more')
  const [second] = await once(lines, 'line')
  expect(JSON.parse(second)).toMatchObject({ msg: 'two' })
})

it('the rest of the buffer is written when the process ends', async () => {
  const { child, lines } = startLogging(`log.info('last words'); process.exit()`)
  const ended = once(child, 'exit')
  const [line] = await once(lines, 'line')
  expect(JSON.parse(line)).toMatchObject({ msg: 'last words' })
  expect(await ended).toEqual([0, null])
})
