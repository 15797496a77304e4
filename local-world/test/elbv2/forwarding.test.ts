import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { MOST_CONNECTIONS } from '../../src/modules/elbv2/engine/listener-server.ts'
import { eventually } from '../support/conditions.ts'
import { connectMany } from '../support/connect-many.ts'
import { startLoadBalancer } from './load-balancer-fixture.ts'

describe('a request through the load balancer', () => {
  it('reaches the target with its host, method, query and body', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, async (request, response) => {
      response.setHeader('x-seen', `${request.method} ${request.url} ${request.headers.host}`)
      response.end(await text(request))
    })
    await untilHealthy(pages)
    const answer = await get('/forms/lead?from=seoul', { method: 'POST', body: 'name=Kim' })
    expect(answer.headers['x-seen']).toBe('POST /forms/lead?from=seoul edge.example')
    expect(answer.body).toBe('name=Kim')
  })

  it('carries the client’s address, the protocol, the port and the trace id in headers', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (request, response) => response.end(JSON.stringify(request.headers)))
    await untilHealthy(pages)
    const headers = {
      'x-forwarded-for': '198.18.1.7',
      'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
    }
    const seen = JSON.parse((await get('/', { headers })).body)
    expect(seen['x-forwarded-for']).toBe('198.18.1.7, 127.0.0.1')
    expect(seen['x-forwarded-proto']).toBe('http')
    expect(seen['x-forwarded-port']).toBe('80')
    expect(seen['x-amzn-trace-id']).toMatch(
      /^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678$/,
    )
    expect(JSON.parse((await get('/')).body)['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  })

  it('carries the public address of a client that the network knows', async () => {
    const { addTarget, get, network, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (request, response) => response.end(JSON.stringify(request.headers)))
    await untilHealthy(pages)
    network.caller = '198.18.82.4'
    const headers = { 'x-forwarded-for': '198.18.1.7' }
    expect(JSON.parse((await get('/', { headers })).body)['x-forwarded-for']).toBe('198.18.1.7, 198.18.82.4')
  })

  it('follows the rules in order of priority, then the default action', async () => {
    const { addTarget, get, pages, api, untilHealthy } = await startLoadBalancer({
      rules: (groups) => [
        {
          priority: 20,
          conditions: [{ pathPattern: { values: ['/api/*'] } }],
          actions: [{ type: 'forward', targetGroupArn: groups.api }],
        },
        {
          priority: 10,
          conditions: [{ pathPattern: { values: ['/api/old'] } }],
          actions: [{ type: 'redirect', redirect: { path: '/api/new', statusCode: 'HTTP_301' } }],
        },
        {
          priority: 30,
          conditions: [{ pathPattern: { values: ['/closed'] } }],
          actions: [{ type: 'fixed-response', fixedResponse: { statusCode: '410', messageBody: 'gone' } }],
        },
      ],
    })
    await addTarget(pages, (_request, response) => response.end('page'))
    await addTarget(api, (_request, response) => response.end('api'))
    await Promise.all([untilHealthy(pages), untilHealthy(api)])
    expect((await get('/api/leads')).body).toBe('api')
    expect((await get('/API/leads')).body).toBe('page')
    expect((await get('/')).body).toBe('page')
    const moved = await get('/api/old?a=1')
    expect([moved.status, moved.headers.location]).toEqual([301, 'http://edge.example:80/api/new?a=1'])
    expect(moved.headers['content-type']).toBe('text/html')
    expect(moved.body).toContain('<center><h1>301 Moved Permanently</h1></center>')
    expect(await get('/closed')).toMatchObject({ status: 410, body: 'gone' })
  })

  it('alternates between healthy targets', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    for (const name of ['first', 'second']) await addTarget(pages, (_request, response) => response.end(name))
    await untilHealthy(pages, 2)
    const seen = []
    for (let turn = 0; turn < 4; turn++) seen.push((await get('/')).body)
    expect(seen.filter((name) => name === 'first')).toHaveLength(2)
    expect(seen[0]).not.toBe(seen[1])
  })

  it('streams: the first bytes arrive before the target has finished', async () => {
    const { addTarget, network, dnsName, pages, untilHealthy } = await startLoadBalancer()
    let finish = () => {}
    await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') return void response.end()
      response.write('begun')
      finish = () => response.end('ended')
    })
    await untilHealthy(pages)
    const socket = connect(await network.locate(dnsName, 80), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n')
    const chunks: string[] = []
    socket.setEncoding('utf8').on('data', (chunk: string) => void chunks.push(chunk))
    await eventually('the first bytes', () => chunks.join('').includes('begun'))
    finish()
    await once(socket, 'end')
    expect(chunks.join('')).toContain('ended')
  })

  it('carries ten megabytes each way unchanged', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (request, response) => void request.pipe(response))
    await untilHealthy(pages)
    const body = 'x'.repeat(10_000_000)
    const answer = await get('/', { method: 'POST', body })
    expect(answer.body.length).toBe(body.length)
  })

  // INV-ELBV2-8
  it('is answered with 414 when its request line is longer than 16 K', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (_request, response) => response.end('page'))
    await untilHealthy(pages)
    const line = (length: number) => `/${'x'.repeat(length - 'GET / HTTP/1.1\r\n'.length)}`
    // The longest line that is forwarded; the target decides, and this one allows 16 K for all headers.
    expect((await get(line(16_384))).status).toBe(431)
    expect(await get(line(16_385))).toMatchObject({ status: 414, body: expect.stringContaining('414') })
  })

  it('gets 503 from the load balancer when no target is left', async () => {
    const { network, dnsName } = await startLoadBalancer()
    const socket = connect(await network.locate(dnsName, 80), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: edge.example\r\nConnection: close\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1.1 503 Service Temporarily Unavailable\r\n/)
  })

  it('is answered with 400 when it is not HTTP', async () => {
    const { network, dnsName } = await startLoadBalancer()
    const socket = connect(await network.locate(dnsName, 80), '127.0.0.1')
    socket.write('this is not HTTP\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request/)
  })
})

it('connections beyond the limit of a listener are closed, until others end', async () => {
  const BEYOND = 20
  const { addTarget, dnsName, get, network, pages, untilHealthy } = await startLoadBalancer()
  await addTarget(pages, (_request, response) => response.end('served'))
  await untilHealthy(pages)
  const port = await network.locate(dnsName, 80)
  let closed = 0
  const sockets = await connectMany(port, MOST_CONNECTIONS + BEYOND, () => {
    closed += 1
  })
  await eventually(
    'rejected connections',
    () => closed,
    (count) => count === BEYOND,
  )
  for (const socket of sockets) socket.destroy()
  await eventually(
    'the ends of the others',
    () => closed,
    (count) => count === sockets.length,
  )
  await eventually(
    'an answer',
    () => get('/').catch(() => undefined),
    (answer) => answer?.body === 'served',
  )
})
