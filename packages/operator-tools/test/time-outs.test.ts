import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openConnection } from '../src/probes/connection.ts'
import { queryDns, queryDnsOverTcp } from '../src/probes/dns-query.ts'
import { openHttpClient } from '../src/probes/http-client.ts'
import { openHttpProbe } from '../src/probes/http-probe.ts'
import { createSelfSigned } from './self-signed.ts'

const WITHIN_MS = 300
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n'
const QUESTION = { name: 'nearest.meridian.example', type: 'A' } as const

type Misbehaviour = (socket: Socket) => unknown

/** Sends text one letter at a time, forever: a time-out that restarts at every byte never fires. */
const trickle =
  (text: string): Misbehaviour =>
  (socket) => {
    let sent = 0
    const timer = setInterval(() => socket.write(text[sent++] ?? 'x'), 20)
    socket.on('close', () => clearInterval(timer))
  }
/** Sends only these bytes. */
function bytes(...values: number[]): Misbehaviour {
  return (socket) => socket.write(Buffer.from(values))
}
const silence: Misbehaviour = () => {}
const half: Misbehaviour = (socket) => socket.write(`${HEAD}\r\nhalf`)
const reset: Misbehaviour = (socket) => socket.resetAndDestroy()

/** Starts a server that does this once it receives data; returns its port. */
async function startServer(onAsked: Misbehaviour): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('data', () => onAsked(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as { port: number }).port
}

const MISBEHAVIOURS = [
  ['never answers', silence],
  ['answers half', half],
  ['sends its headers a letter at a time', trickle(HEAD)],
  ['sends its body a letter at a time', trickle(`${HEAD}\r\n`)],
  ['resets the connection', reset],
] as const

describe.each(MISBEHAVIOURS)('a server that %s', (_title, misbehave) => {
  it('fails a probe in time, with the address that was asked', async () => {
    const origin = `http://127.0.0.1:${await startServer(misbehave)}`
    using probe = await openHttpProbe({ origin }, WITHIN_MS)
    await expect(probe.get('/path')).rejects.toMatchObject({
      code: 'MERIDIAN_PROBE_FAILED',
      message: expect.stringContaining(`GET ${origin}/path`),
    })
  })

  it('fails a request of the load in time', async () => {
    const route = { origin: `http://127.0.0.1:${await startServer(misbehave)}` }
    await using client = openHttpClient(route, { connections: 1, timeoutMs: WITHIN_MS })
    await expect(client.send({ method: 'GET', path: '/' })).rejects.toThrow()
  })
})

describe('a proxy that', () => {
  it.each([
    ['never answers', silence, /no connection within 300 ms/],
    ['answers a letter at a time', trickle('HTTP/1.1 200 OK\r\n'), /no connection within 300 ms/],
    ['resets the connection', reset, /ECONNRESET/],
  ] as const)('%s fails a connection in time', async (_title, misbehave, message) => {
    const proxy = `http://127.0.0.1:${await startServer(misbehave)}`
    await expect(openConnection({ origin: 'http://shop.example', proxy }, WITHIN_MS)).rejects.toThrow(message)
  })
})

describe('TLS', () => {
  it('fails in time with a server that never completes the handshake', async () => {
    const origin = `https://127.0.0.1:${await startServer(silence)}`
    await expect(openConnection({ origin }, WITHIN_MS)).rejects.toThrow(/not within 300 ms/)
  })

  const selfSigned = createSelfSigned()
  const itWithOpenSsl = it.skipIf(selfSigned === undefined)

  itWithOpenSsl(
    'refuses a certificate of an authority that is not trusted, and one for another host',
    async () => {
      const server = createTlsServer({ ...selfSigned })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => void server.close())
      const { port } = server.address() as { port: number }
      const origin = `https://127.0.0.1:${port}`
      await expect(openConnection({ origin }, 5_000)).rejects.toThrow(/SELF_SIGNED/)
      await expect(openConnection({ origin, ca: selfSigned?.cert ?? '' }, 5_000)).rejects.toThrow(
        /ERR_TLS_CERT_ALTNAME_INVALID/,
      )
    },
  )
})

describe('a DNS server', () => {
  it.each([
    ['never answers', silence],
    ['answers half', bytes(0, 200, 1, 2)],
    ['says that more comes, a byte at a time', trickle(`\u0060${'x'.repeat(50)}`)],
    ['resets the connection', reset],
    ['answers what is not DNS', bytes(0, 3, 255, 255, 255)],
  ] as const)('over TCP that %s fails the query in time', async (_title, misbehave) => {
    const port = await startServer(misbehave)
    await expect(queryDnsOverTcp({ host: '127.0.0.1', port }, QUESTION, WITHIN_MS)).rejects.toThrow()
  })

  it('over UDP that only sends invalid packets fails the query in time', async () => {
    const server = createSocket('udp4')
    server.on('message', (_bytes, from) => server.send(Buffer.from([1, 2, 3]), from.port, from.address))
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const asked = queryDns({ host: '127.0.0.1', port: server.address().port }, QUESTION, WITHIN_MS)
    await expect(asked).rejects.toMatchObject({ code: 'MERIDIAN_PROBE_FAILED' })
  })
})
