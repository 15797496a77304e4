import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openHttpClient } from '../src/probes/http-client.ts'
import { listen } from './connect-proxy.ts'

const MOST_AT_ONCE = 8
const REQUESTS = 30

it('many concurrent requests open a few connections at a time, and all of them are answered', async () => {
  const server = createServer((_request, response) => response.end())
  const taken: Duplex[] = []
  let served = 0
  server.on('connect', (_request, near) => taken.push(near.on('error', () => {})))
  const route = { origin: 'http://shop.example', proxy: await listen(server) }
  onTestFinished(() => {
    for (const near of taken) near.destroy()
  })
  await using client = openHttpClient(route, { connections: 256, timeoutMs: 20_000 })
  const sent = Array.from({ length: REQUESTS }, () => client.send({ method: 'GET', path: '/' }))
  await vi.waitUntil(() => taken.length === MOST_AT_ONCE, { timeout: 10_000 })
  // No tunnel is open yet: another CONNECT of this client would have arrived before this request was answered.
  await fetch(route.proxy)
  expect(taken).toHaveLength(MOST_AT_ONCE)

  const serve = () => {
    for (; served < taken.length; served += 1) {
      const near = taken[served]
      near?.on('data', () => near.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
      near?.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    }
  }
  const serving = setInterval(serve, 5)
  const answers = await Promise.all(sent).finally(() => clearInterval(serving))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: REQUESTS }, () => 200))
})
