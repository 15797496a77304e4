import { createServer, request } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { expect, it } from 'vitest'
import { startVisitors } from '../../src/visitors/index.ts'
import { startNetworkWorld } from '../network/network-world.ts'
import { tripBelow } from '../support/conditions.ts'

interface Answer {
  readonly status: number
  readonly text: string
  readonly totalMs: number
}

function through(proxyUrl: string, url: string, method = 'GET', body = '', framing = {}): Promise<Answer> {
  const proxy = new URL(proxyUrl)
  const startMs = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { host: new URL(url).host, ...framing }
    const asked = request(
      { host: proxy.hostname, port: proxy.port, path: url, method, headers },
      async (answer) => {
        const text = (await answer.toArray()).join('')
        resolve({ status: answer.statusCode ?? 0, text, totalMs: performance.now() - startMs })
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

async function startShop() {
  const world = await startNetworkWorld()
  const node = world.attach('ap-northeast-2', 'public', 'alb', true)
  const asked: string[] = []
  const server = createServer(async (request_, answer) => {
    asked.push(`${request_.method} ${request_.url} ${request_.headers.host}`)
    answer.end((await request_.toArray()).join('') || 'hello')
  })
  node.serve(80, await world.own(server))
  world.network.delegateZone('shop.test', (_, subnet) =>
    subnet.startsWith('198.18.82.') ? [node.publicAddress ?? ''] : [],
  )
  const visitors = await startVisitors(world.world, world.network)
  return { world, visitors, asked, node }
}

it('sees the world from a city: its names and its latency', async () => {
  const { world, visitors, asked } = await startShop()
  await using _world = world
  await using _visitors = visitors
  const proxy = visitors.proxyUrl('seoul')
  await through(proxy, 'http://www.shop.test/warm')
  const answer = await through(proxy, 'http://www.shop.test/ko?page=1')
  expect(answer).toMatchObject({ status: 200, text: 'hello' })
  expect(asked).toEqual(['GET /warm www.shop.test', 'GET /ko?page=1 www.shop.test'])
  const again = async () => (await through(proxy, 'http://www.shop.test/ko?page=2')).totalMs
  expect(await tripBelow(118, again)).toBeGreaterThan(3)
  expect(await through(visitors.proxyUrl('frankfurt'), 'http://www.shop.test/')).toMatchObject({
    status: 502,
  })
})

it('takes two round trips for the first request and one afterwards', async () => {
  const { world, visitors, node } = await startShop()
  await using _world = world
  await using _visitors = visitors
  const url = `http://${node.publicAddress}/`
  const proxy = visitors.proxyUrl('san-francisco')
  expect((await through(proxy, url)).totalMs).toBeGreaterThan(2 * 132 - 5)
  await tripBelow(1.5 * 132, async () => (await through(proxy, url)).totalMs)
})

it.each([
  ['known', { 'content-length': 6 }],
  ['unknown', { 'transfer-encoding': 'chunked' }],
])('forwards bodies of %s length', async (_, framing) => {
  const { world, visitors } = await startShop()
  await using _world = world
  await using _visitors = visitors
  const answer = await through(visitors.proxyUrl('seoul'), 'http://www.shop.test/', 'POST', 'a lead', framing)
  expect(answer.text).toBe('a lead')
})

it('tunnels by CONNECT', async () => {
  const { world, visitors, node } = await startShop()
  await using _world = world
  await using _visitors = visitors
  const echo = createTcpServer((socket) => socket.pipe(socket))
  node.serve(80, await world.own(echo))
  const proxy = new URL(visitors.proxyUrl('tokyo'))
  const echoed = await new Promise<string>((resolve, reject) => {
    const asked = request({
      host: proxy.hostname,
      port: proxy.port,
      method: 'CONNECT',
      path: `${node.publicAddress}:80`,
    })
    asked.on('error', reject)
    asked.on('connect', (answer, socket) => {
      expect(answer.statusCode).toBe(200)
      socket.once('data', (bytes) => {
        resolve(bytes.toString())
        socket.destroy()
      })
      socket.write('raw bytes')
    })
    asked.end()
  })
  expect(echoed).toBe('raw bytes')
})

it('answers 504 when the network drops the connection', async () => {
  const { world, visitors, node } = await startShop()
  await using _world = world
  await using _visitors = visitors
  expect(await through(visitors.proxyUrl('seoul'), `http://${node.publicAddress}:5432/`)).toMatchObject({
    status: 504,
  })
})
