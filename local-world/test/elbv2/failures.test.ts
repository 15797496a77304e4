import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/conditions.ts'
import { startLoadBalancer } from './load-balancer-fixture.ts'

describe('failures behind the load balancer', () => {
  // INV-ELBV2-1
  it('41 fails open: when every target is unhealthy, all of them get requests', async () => {
    const { addTarget, elbv2, get, pages } = await startLoadBalancer()
    for (const name of ['first', 'second']) {
      await addTarget(pages, (request, response) => {
        response.statusCode = request.url === '/health/live' ? 500 : 200
        response.end(name)
      })
    }
    const seen = [await get('/'), await get('/')]
    expect(seen.map(({ status }) => status)).toEqual([200, 200])
    expect(new Set(seen.map(({ body }) => body))).toEqual(new Set(['first', 'second']))
    expect(elbv2.targetHealth(pages).some(({ state }) => state === 'healthy')).toBe(false)
  })

  // INV-ELBV2-2
  it('42 answers 503 only when no target is registered', async () => {
    const { addTarget, elbv2, get, network, pages } = await startLoadBalancer()
    const empty = await get('/')
    expect(empty.status).toBe(503)
    expect(empty.headers.server).toBe('awselb/2.0')
    expect(empty.body).toContain('<center><h1>503 Service Temporarily Unavailable</h1></center>')
    const { target } = await addTarget(pages, (_request, response) => response.end())
    network.refused.add(target.address)
    expect((await get('/')).status).toBe(502)
    await elbv2.deregister(pages, target)
    expect((await get('/')).status).toBe(503)
  })

  // INV-ELBV2-3
  it('43 answers 502 when the target closes a keep-alive connection during a request', async () => {
    const { addRawTarget, get, pages } = await startLoadBalancer()
    let answers = 0
    await addRawTarget(pages, (socket) => {
      socket.on('data', () => {
        // Serves health checks and the first request; the next request meets a closing connection.
        if (answers++ < 1)
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=1\r\n\r\nok')
        else socket.destroy()
      })
    })
    await eventually('the first check', () => answers > 0)
    answers = 0
    expect((await get('/')).status).toBe(200)
    expect((await get('/')).status).toBe(502)
  })

  // INV-ELBV2-3
  it('answers 502 when the target refuses the connection, and 504 when the handshake times out', async () => {
    const { addTarget, get, network, pages, untilHealthy } = await startLoadBalancer()
    const { target } = await addTarget(pages, (_request, response) => response.end())
    await untilHealthy(pages)
    network.refused.add(target.address)
    expect((await get('/')).status).toBe(502)
    network.refused.delete(target.address)
    network.dropped.add(target.address)
    expect((await get('/')).status).toBe(504)
  })

  it('answers 504 when the target exceeds the idle time-out', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer({
      loadBalancer: { idleTimeout: 1 },
    })
    await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') response.end()
    })
    await untilHealthy(pages)
    expect((await get('/slow')).status).toBe(504)
  })

  it.each([
    ['headers', 'POST / HTTP/1.1\r\nHost: edge.example\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: edge.example\r\nContent-Length: 10\r\n\r\nabc'],
  ])(
    'answers 408 to a client that stalls in %s for the idle time-out, and closes the connection',
    async (_part, sent) => {
      const { addTarget, dnsName, network, pages, untilHealthy } = await startLoadBalancer({
        loadBalancer: { idleTimeout: 1 },
      })
      await addTarget(pages, (request, response) => request.resume().once('end', () => response.end()))
      await untilHealthy(pages)
      const socket = connect(await network.locate(dnsName, 80), '127.0.0.1')
      socket.write(sent)
      expect(await text(socket)).toMatch(/^HTTP\/1.1 408 Request Time-?out\r\nserver: awselb\/2.0/i)
    },
  )

  it('answers 502 when the target does not speak HTTP', async () => {
    const { addTarget, get, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') return void response.end()
      request.socket.end('nonsense\r\n\r\n')
    })
    await untilHealthy(pages)
    expect((await get('/')).status).toBe(502)
  })

  it('answers 463 to more than thirty addresses in X-Forwarded-For', async () => {
    const { get } = await startLoadBalancer()
    const headers = {
      'x-forwarded-for': Array.from({ length: 31 }, (_, index) => `198.18.0.${index}`).join(', '),
    }
    expect((await get('/', { headers })).status).toBe(463)
  })

  it('aborts the request to the target when the client disconnects', async () => {
    const { addTarget, elbv2, get, pages, untilHealthy } = await startLoadBalancer()
    const arrived: string[] = []
    const { target } = await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') return void response.end()
      arrived.push('request')
    })
    await untilHealthy(pages)
    const leaving = new AbortController()
    const gone = get('/', { signal: leaving.signal }).catch((error: Error) => error.name)
    await eventually('the request', () => arrived.length > 0)
    leaving.abort()
    expect(await gone).toBe('AbortError')
    await elbv2.deregister(pages, target)
    expect(elbv2.targetHealth(pages)).toEqual([])
  })
})
