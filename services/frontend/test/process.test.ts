import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sendJson, startApiDouble } from './api-double.ts'

const SERVER = join(import.meta.dirname, '../src/server.ts')

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [SERVER], {
    env: { PATH: process.env.PATH, PORT: '0', HOST: '127.0.0.1', AWS_REGION: 'us-west-2', ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** The origin that the process logs; its output is still read afterwards. */
function originOf(child: ReturnType<typeof start>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let log = ''
  child.stdout.on('data', (chunk) => {
    log += chunk
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0]
    if (origin) resolve(origin)
  })
  child.on('close', () => reject(new Error(`the process ended before it listened: ${log}`)))
  return promise
}

describe('the process', () => {
  it('finishes the current request after SIGTERM, then exits with 0', async () => {
    const api = await startApiDouble()
    onTestFinished(() => api[Symbol.asyncDispose]())
    const child = start({ API_ORIGIN: api.origin, DRAIN_DELAY_MS: '50' })
    const ended = once(child, 'exit')
    const origin = await originOf(child)
    const asked = Promise.withResolvers<() => void>()
    api.answerWith((_request, response) => asked.resolve(() => sendJson(response, 200, { campaigns: [] })))
    const page = fetch(`${origin}/en`)
    const answer = await asked.promise
    child.kill('SIGTERM')
    answer()
    const reply = await page
    expect(reply.status).toBe(200)
    await reply.text()
    const [exitCode] = await ended
    expect(exitCode).toBe(0)
  })

  it('does not start with an invalid environment: it lists the problems and exits with 2', async () => {
    const child = start({ API_ORIGIN: 'nonsense', PORT: 'x' })
    let text = ''
    child.stderr.on('data', (chunk) => (text += chunk))
    const [exitCode] = await once(child, 'close')
    expect(exitCode).toBe(2)
    expect(text).toMatch(/MERIDIAN_SERVICE_CONFIGURATION_INVALID[\s\S]*API_ORIGIN is "nonsense"/)
  })
})
