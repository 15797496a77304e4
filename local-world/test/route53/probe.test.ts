import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createRealClock } from '../../src/kernel/clock.ts'
import { KeptConnections } from '../../src/kernel/kept-connections.ts'
import type { NetworkInterface } from '../../src/modules/network/running.ts'
import { probe } from '../../src/modules/route53/engine/probe.ts'

const CHECK = {
  protocol: 'HTTP',
  host: 'a.example',
  port: 80,
  path: '/',
  hostHeader: 'a.example',
  searchString: undefined,
}

it('a probe leaves no listener on its signals', async () => {
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const signals: AbortSignal[] = []
  const from = {
    open: async (_host: string, _port: number, signal: AbortSignal) => {
      signals.push(signal)
      return { port: (server.address() as AddressInfo).port }
    },
  } as unknown as NetworkInterface
  const stop = new AbortController()
  using kept = new KeptConnections()
  const result = await probe(from, CHECK as never, 'check', createRealClock(), stop.signal, kept)
  expect(result.isSuccess).toBe(true)
  expect([...signals, stop.signal].flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([])
})
