import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { KeptConnections } from '../../src/kernel/kept-connections.ts'

async function startTarget() {
  let connections = 0
  const server = createServer((_, response) => response.end('well')).listen(0, '127.0.0.1')
  server.on('connection', () => connections++)
  await once(server, 'listening')
  const kept = new KeptConnections()
  onTestFinished(() => {
    kept[Symbol.dispose]()
    server.close()
    server.closeAllConnections()
  })
  const get = (signal?: AbortSignal) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = server.address() as AddressInfo
      const options = { isSecure: false, host: '127.0.0.1', port, path: '/', ...(signal && { signal }) }
      kept.get(
        options,
        (response) => response.resume().once('close', () => setImmediate(resolve, response.statusCode)),
        reject,
      )
    })
  return { server, get, connections: () => connections }
}

it('consecutive requests share a connection', async () => {
  const { get, connections } = await startTarget()
  for (let request = 0; request < 3; request++) expect(await get()).toBe(200)
  expect(connections()).toBe(1)
})

it('replaces a keep-alive connection that the server closes at the next request', async () => {
  const { server, get, connections } = await startTarget()
  await get()
  server.prependOnceListener('request', (request) => request.socket.destroy())
  expect(await get()).toBe(200)
  expect(connections()).toBe(2)
})

it('fails when a new connection is cut, without a retry', async () => {
  const { server, get, connections } = await startTarget()
  server.prependListener('request', (request) => request.socket.destroy())
  await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(connections()).toBe(1)
})

it('does not retry an aborted request', async () => {
  const { server, get, connections } = await startTarget()
  await get()
  const stop = new AbortController()
  server.removeAllListeners('request').once('request', () => stop.abort())
  await expect(get(stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
  expect(connections()).toBe(1)
})
