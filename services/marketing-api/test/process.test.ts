import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const SERVER = fileURLToPath(new URL('../src/server.ts', import.meta.url))
const MIGRATE = fileURLToPath(new URL('../src/migrate.ts', import.meta.url))

/** A database that is not there. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  PORT: '0',
  HOST: '127.0.0.1',
  AWS_REGION: 'us-west-2',
  DATABASE_READER_HOST: '127.0.0.1',
  DATABASE_WRITER_HOST: '127.0.0.1',
  DATABASE_PORT: '1',
  DATABASE_CREDENTIALS: '{"username":"app","password":"s3cret"}',
  DRAIN_DELAY_MS: '300',
}

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
  line(message: string): Promise<Record<string, unknown>>
}

function start(file: string, environment: Record<string, string | undefined>): Started {
  const child = spawn(process.execPath, [file], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return {
    child,
    output: () => output,
    async line(message) {
      const text = await expect
        .poll(() => output.split('\n').find((line) => line.includes(`"msg":"${message}"`)), {
          timeout: 10_000,
        })
        .toBeDefined()
        .then(() => output.split('\n').find((line) => line.includes(`"msg":"${message}"`)))
      return JSON.parse(text ?? '{}') as Record<string, unknown>
    },
  }
}

it('starts and stays up while the database is unavailable, then drains on SIGTERM', async () => {
  const { child, line } = start(SERVER, ENVIRONMENT)
  const { listening } = (await line('listening')) as { listening: { port: number } }
  const ask = (path: string) => fetch(`http://127.0.0.1:${listening.port}${path}`)
  expect((await ask('/health/live')).status).toBe(200)
  expect((await ask('/health/ready')).status).toBe(503)
  expect((await ask('/api/campaigns')).status).toBe(503)

  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await line('draining')
  const serving = await ask('/health/live')
  expect([serving.status, serving.headers.get('connection')]).toEqual([200, 'close'])
  expect(await exited).toEqual([0, null])
})

it('exits at once with every problem of its environment', async () => {
  const { child, output } = start(SERVER, {
    ...ENVIRONMENT,
    PORT: 'web',
    AWS_REGION: 'moon-1',
    DATABASE_CREDENTIALS: 's3cret',
  })
  expect(await once(child, 'exit')).toEqual([2, null])
  for (const name of ['PORT', 'AWS_REGION', 'DATABASE_CREDENTIALS']) expect(output()).toContain(`- ${name} `)
  expect(output()).not.toContain('s3cret')
})

it('ends a migration with an exit code and a message on an unknown argument', async () => {
  const { child, output } = start(MIGRATE, { ...ENVIRONMENT, DATABASE_WRITER_HOST: '' })
  expect(await once(child, 'exit')).toEqual([1, null])
  expect(output()).toContain('migrate: The environment has a variable that cannot be used:')
})
