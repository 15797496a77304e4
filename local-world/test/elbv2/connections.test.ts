import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { eventually } from '../support/conditions.ts'
import { startLoadBalancer } from './load-balancer-fixture.ts'

const CHECK = 'GET /health/live '

/** A target that passes health checks and handles other requests itself; counts their connections. */
async function startScriptedTarget(onRequest: (socket: Socket, received: string) => void) {
  const fixture = await startLoadBalancer({ loadBalancer: { idleTimeout: 1 } })
  const used = new Set<Socket>()
  const target = await fixture.addRawTarget(fixture.pages, (socket) => {
    socket.setEncoding('latin1').on('data', (received: string) => {
      if (received.startsWith(CHECK)) return void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      used.add(socket)
      onRequest(socket, received)
    })
  })
  await fixture.untilHealthy(fixture.pages)
  return { ...fixture, target, used }
}

// INV-ELBV2-9
it.each([
  ['is used again after a complete response', 'Content-Length: 2\r\n\r\nok', 1],
  ['is used again after the last chunk', 'Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n', 1],
  ['is not used again after Connection: close', 'Connection: close\r\nContent-Length: 2\r\n\r\nok', 2],
  [
    'is not used again after bytes that follow the response',
    'Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n',
    2,
  ],
])('a connection to a target %s', async (_when, answer, connections) => {
  const { dnsName, network, used } = await startScriptedTarget((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\n${answer}`),
  )
  // Each node of the load balancer has connections of its own.
  const node = `http://127.0.0.1:${await network.locate(dnsName, 80)}/`
  for (let time = 0; time < 2; time++) expect(await (await fetch(node)).text()).toBe('ok')
  expect(used.size).toBe(connections)
})

it('a response without a length ends when the target closes the connection', async () => {
  const { get } = await startScriptedTarget((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil here'))
  expect((await get('/')).body).toBe('until here')
})

// INV-ELBV2-9
it('a target may answer before the upload has ended, and its connection is not used again', async () => {
  let hasAnswered = false
  const { dnsName, get, network, used } = await startScriptedTarget((socket, received) => {
    if (received.startsWith('POST') || !hasAnswered)
      socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n')
    else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    hasAnswered = true
  })
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.write('POST / HTTP/1.1\r\nHost: edge.example\r\nContent-Length: 100\r\n\r\nbegun')
  const [received] = await once(client.setEncoding('latin1'), 'data')
  client.destroy()
  expect(received).toMatch(/^HTTP\/1\.1 413 Content Too Large\r\n/)
  expect((await get('/')).status).toBe(200)
  expect(used.size).toBe(2)
})

it('a stalled upload ends for the target too', async () => {
  const { dnsName, elbv2, network, pages, target, used } = await startScriptedTarget(() => {})
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.write('POST / HTTP/1.1\r\nHost: edge.example\r\nContent-Length: 10\r\n\r\nabc')
  expect(await text(client)).toMatch(/^HTTP\/1\.1 408 /)
  const [socket] = used
  await eventually('the end of the connection', () => socket?.closed)
  await elbv2.deregister(pages, target)
  expect(elbv2.targetHealth(pages)).toEqual([])
})

it('a chunked upload reaches the target in chunks', async () => {
  let upload = ''
  const { dnsName, network } = await startScriptedTarget((socket, received) => {
    upload += received
    if (upload.endsWith('\r\n0\r\n\r\n')) socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n')
  })
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  const head = 'POST / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\nTransfer-Encoding: chunked'
  client.write(`${head}\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n`)
  expect(await text(client)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(upload).toMatch(/^POST \/ HTTP\/1\.1\r\n/)
  expect(upload.match(/transfer-encoding/gi)).toHaveLength(1)
  expect(upload).toContain('\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n')
})

it('a request without a Host has the load balancer’s name for the target', async () => {
  const { addTarget, dnsName, network, pages, untilHealthy } = await startLoadBalancer()
  await addTarget(pages, (request, response) => response.end(request.headers.host))
  await untilHealthy(pages)
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.write('GET / HTTP/1.0\r\n\r\n')
  expect((await text(client)).split('\r\n\r\n')[1]).toBe(dnsName)
})

it('a client that reads slowly for longer than the idle time-out gets the whole response', async () => {
  const size = 20_000_000
  const { addTarget, dnsName, network, pages, untilHealthy } = await startLoadBalancer({
    loadBalancer: { idleTimeout: 1 },
  })
  let written = 0
  let writtenAtMs = performance.now()
  await addTarget(pages, (request, response) => {
    if (request.url === '/health/live') return void response.end()
    response.writeHead(200, { 'content-length': size })
    const writeMore = () => {
      while (written < size) {
        written += 100_000
        writtenAtMs = performance.now()
        if (!response.write(Buffer.alloc(100_000))) return void response.once('drain', writeMore)
      }
      response.end()
    }
    writeMore()
  })
  await untilHealthy(pages)
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n')
  await once(client, 'readable')
  await eventually('a full path for twice the idle time-out', () => performance.now() - writtenAtMs > 2_000)
  expect(written).toBeLessThan(size)
  let received = 0
  for await (const chunk of client) received += chunk.length
  expect(received).toBeGreaterThan(size)
})
