import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { eventually } from '../support/conditions.ts'
import { startLoadBalancer } from './load-balancer-fixture.ts'

/** Waits until a figure has not changed for a moment. */
async function untilSteady(figure: () => number): Promise<void> {
  let last = figure()
  let changedMs = performance.now()
  await eventually('no more progress', () => {
    if (figure() !== last) changedMs = performance.now()
    last = figure()
    return performance.now() - changedMs > 300
  })
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
const CHECK = 'GET /health/live '

/** A target that passes health checks and handles other requests itself; counts their connections. */
async function startScriptedTarget(onRequest: (socket: Socket, received: string) => void) {
  const fixture = await startLoadBalancer({ loadBalancer: { idleTimeout: 1 } })
  const used = new Set<Socket>()
  const target = await fixture.addRawTarget(fixture.pages, (socket) => {
    socket.setEncoding('latin1').on('data', (received: string) => {
      if (received.startsWith(CHECK)) return void socket.write(OK)
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

// INV-ELBV2-9
it('a connection that was paused for a slow client serves the next request', async () => {
  const size = 65_400
  const { dnsName, network, used } = await startScriptedTarget((socket, received) => {
    if (received.startsWith('GET /small')) return void socket.write(OK)
    const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n`
    // In one write, so that the end arrives with the bytes that fill the client's buffer.
    socket.write(`${head}${'x'.repeat(size)}\r\n0\r\n\r\n`)
  })
  const node = `http://127.0.0.1:${await network.locate(dnsName, 80)}`
  expect((await (await fetch(`${node}/large`)).text()).length).toBe(size)
  expect((await fetch(`${node}/small`)).status).toBe(200)
  expect(used.size).toBe(1)
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

it('the rest of an upload that was answered early is read and dropped', async () => {
  const size = 20_000_000
  const { dnsName, network, used } = await startScriptedTarget((socket) => socket.pause())
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  const head = `POST / HTTP/1.1\r\nHost: edge.example\r\nContent-Length: ${size}\r\n\r\n`
  client.on('error', () => {})
  const isSent = new Promise<void>((resolve, reject) =>
    client.write(head + 'x'.repeat(size), (error) => (error ? reject(error) : resolve())),
  )
  await eventually('the request', () => used.size > 0)
  await untilSteady(() => client.bytesWritten - client.writableLength)
  const [socket] = used
  socket?.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n')
  const [received] = await once(client.setEncoding('latin1'), 'data')
  expect(received).toMatch(/^HTTP\/1\.1 413 /)
  await isSent
  client.destroy()
})

// INV-ELBV2-10
it('an upload that the target reads slowly is complete after longer than the idle time-out', async () => {
  const size = 20_000_000
  const { addTarget, get, pages, untilHealthy } = await startLoadBalancer({
    loadBalancer: { idleTimeout: 1 },
  })
  await addTarget(pages, (request, response) => {
    if (request.url === '/health/live') return void response.end()
    const startedMs = performance.now()
    let received = 0
    const reading = setInterval(() => {
      const isSlow = performance.now() - startedMs < 2_500
      received += request.read(isSlow ? 16_384 : undefined)?.length ?? 0
    }, 10)
    request.on('end', () => {
      clearInterval(reading)
      response.end(String(received))
    })
  })
  await untilHealthy(pages)
  const answer = await get('/', { method: 'POST', body: Buffer.alloc(size) })
  expect([answer.status, answer.body]).toEqual([200, String(size)])
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

/** A target whose response is larger than all buffers on the way; returns a client that has received its beginning. */
async function startLargeResponse(size: number) {
  const { addTarget, dnsName, network, pages, untilHealthy, ...fixture } = await startLoadBalancer({
    loadBalancer: { idleTimeout: 1 },
    targetGroup: { deregistrationDelay: 3_600 },
  })
  const { target } = await addTarget(pages, (request, response) => {
    if (request.url === '/health/live') response.end()
    else response.end(Buffer.alloc(size))
  })
  await untilHealthy(pages)
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.on('error', () => {})
  client.write('GET / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n')
  await once(client, 'readable')
  return { ...fixture, pages, target, client }
}

// INV-ELBV2-10
it('a client that reads slowly for longer than the idle time-out gets the whole response', async () => {
  const size = 20_000_000
  const { client } = await startLargeResponse(size)
  const startedMs = performance.now()
  let received = 0
  const reading = setInterval(() => {
    const isSlow = performance.now() - startedMs < 2_500
    received += client.read(isSlow ? 100_000 : undefined)?.length ?? 0
  }, 20)
  await once(client, 'end')
  clearInterval(reading)
  expect(performance.now() - startedMs).toBeGreaterThan(2_000)
  expect(received).toBeGreaterThan(size)
})

// INV-ELBV2-10
it('a client that does not read for the idle time-out is disconnected', async () => {
  const { elbv2, pages, target } = await startLargeResponse(20_000_000)
  await elbv2.deregister(pages, target)
  expect(elbv2.targetHealth(pages)).toEqual([])
})

it.each([
  ['two Host headers', 'Host: edge.example\r\nHost: evil.example\r\nTransfer-Encoding: chunked', 400],
  ['a transfer coding other than chunked', 'Host: edge.example\r\nTransfer-Encoding: gzip, chunked', 501],
])('a request with %s does not reach the target', async (_what, headers, status) => {
  const { dnsName, network, used } = await startScriptedTarget((socket) => socket.write(OK))
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.write(`POST / HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n0\r\n\r\n`)
  expect(await text(client)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(used.size).toBe(0)
})

it('what follows a request and is none ends the connection, not the response in progress', async () => {
  const { dnsName, network } = await startScriptedTarget((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf'),
  )
  const client = connect(await network.locate(dnsName, 80), '127.0.0.1')
  client.on('error', () => {})
  client.setEncoding('latin1').write('GET / HTTP/1.1\r\nHost: edge.example\r\n\r\n')
  let received = ''
  client.on('data', (part: string) => {
    received += part
  })
  await eventually('the beginning of the response', () => received.endsWith('half'))
  client.write('NONSENSE\r\n\r\n')
  await once(client, 'close')
  expect(received).toMatch(/half$/)
})
