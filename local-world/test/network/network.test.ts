import { connect, createServer, type Socket } from 'node:net'
import { inCity, inRegion } from '@meridian/topology'
import { expect, it } from 'vitest'
import type { OpenedConnection } from '../../src/modules/network/running.ts'
import { tripBelow } from '../support/conditions.ts'
import { fixtureProgram, inFixture } from './fixture-program.ts'
import { echoServer, startNetworkWorld } from './network-world.ts'

async function connected(opened: OpenedConnection): Promise<Socket> {
  const socket = connect({ port: opened.port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

async function roundTripMs(socket: Socket): Promise<number> {
  const sentMs = performance.now()
  socket.write('x')
  await new Promise((resolve) => socket.once('data', resolve))
  return performance.now() - sentMs
}

it('connects within a region directly to the served port', async () => {
  await using world = await startNetworkWorld()
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('us-east-1', 'private', 'tasks')
  const port = await world.own(echoServer())
  database.serve(5432, port)
  world.network.publishName('meridian-use1-0.abc.us-east-1.rds.amazonaws.com', () => [database.address])
  expect(await task.open('meridian-use1-0.abc.us-east-1.rds.amazonaws.com', 5432)).toEqual({ port })
})

// INV-NETWORK-8
it('connects across regions with the configured round trip, from the handshake on', async () => {
  await using world = await startNetworkWorld()
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  database.serve(5432, await world.own(echoServer()))
  const startMs = performance.now()
  const socket = await connected(await task.open(database.address, 5432))
  expect(performance.now() - startMs).toBeGreaterThan(178 - 5)
  expect(await tripBelow(178 + 5, () => roundTripMs(socket))).toBeGreaterThan(178 - 5)
  socket.destroy()
})

// INV-NETWORK-7
it('refuses a port without a listener after the round trip', async () => {
  await using world = await startNetworkWorld({ wan: { table: 'none', jitterMs: 0, bandwidthMbps: 1_000 } })
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  await expect(task.open(database.address, 5432)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

// INV-NETWORK-1
it('drops what no rule permits, and journals the rule', async () => {
  const graph = fixtureProgram()
    .graph()
    .without((node) => node.name === inFixture('us-east-1', 'database-from-apne2'))
  await using world = await startNetworkWorld({}, graph)
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  database.serve(5432, await world.own(echoServer()))
  await expect(task.open(database.address, 5432)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  const [entry] = world.world.journal.entries()
  expect(entry).toMatchObject({ module: 'network', event: 'connection dropped', region: 'ap-northeast-2' })
  expect(entry?.detail?.missing).toMatch(
    /^ingress on sg-\w+ \(use1-database\) for tcp 5432 from 10\.2\.0\.0\/16$/,
  )
})

it('lets a visitor reach a load balancer, and nothing behind it', async () => {
  await using world = await startNetworkWorld()
  const node = world.attach('ap-northeast-2', 'public', 'alb', true)
  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  const visitor = world.network.attachOutside({ description: 'visitor in Seoul', place: inCity('seoul') })
  node.serve(80, await world.own(echoServer()))
  const socket = await connected(await visitor.open(node.publicAddress ?? '', 80))
  expect(await tripBelow(4 + 5, () => roundTripMs(socket))).toBeGreaterThan(4 - 5)
  socket.destroy()
  await expect(visitor.open(task.address, 3001)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
})

it('resolves published names, then zones, and no others', async () => {
  await using world = await startNetworkWorld()
  const task = world.attach('us-west-2', 'private', 'tasks')
  world.network.delegateZone('example.test', (name, subnet) => (name === 'a.example.test' ? [subnet] : []))
  world.network.publishName('b.example.test', () => ['10.9.9.9'])
  expect(await task.resolve('A.example.test.')).toEqual([task.address])
  expect(await task.resolve('b.example.test')).toEqual(['10.9.9.9'])
  await expect(task.resolve('c.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await expect(task.resolve('example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' })
})

it('tunnels from one interface to an address', async () => {
  await using world = await startNetworkWorld()
  const primary = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('us-west-2', 'private', 'tasks')
  primary.serve(5432, await world.own(echoServer()))
  const tunnel = await world.network.tunnel(task, primary.address, 5432)
  const socket = await connected(tunnel)
  expect(await tripBelow(87 + 5, () => roundTripMs(socket))).toBeGreaterThan(87 - 5)
  socket.destroy()
})

it('stalls a connection when the link is cut, and resumes it afterwards', async () => {
  await using world = await startNetworkWorld()
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('us-west-2', 'private', 'tasks')
  database.serve(5432, await world.own(echoServer()))
  const socket = await connected(await task.open(database.address, 5432))
  await roundTripMs(socket)
  const ends = [inRegion('us-east-1'), inRegion('us-west-2')] as const
  world.world.wan.adjust(...ends, { isCut: true })
  const answer = roundTripMs(socket)
  const first = await Promise.race([answer, world.world.clock.sleep(150).then(() => 'silence')])
  expect(first).toBe('silence')
  world.world.wan.adjust(...ends, { isCut: false })
  expect(await answer).toBeGreaterThan(150)
  socket.destroy()
})

it('tracks the caller of a connection until it has closed', async () => {
  await using world = await startNetworkWorld()
  const node = world.attach('ap-northeast-2', 'public', 'alb', true)
  const visitor = world.network.attachOutside({ description: 'visitor in Tokyo', place: inCity('tokyo') })
  const callers: (string | undefined)[] = []
  const ports: number[] = []
  const server = createServer((socket) => {
    ports.push(socket.remotePort ?? 0)
    callers.push(world.network.callerAt(socket.remotePort ?? 0))
    socket.end('who are you').resume()
  })
  node.serve(80, await world.own(server))
  const socket = await connected(await visitor.open(node.publicAddress ?? '', 80))
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(callers).toEqual([visitor.address])
  await expect.poll(() => world.network.callerAt(ports[0] ?? 0)).toBeUndefined()
})

it('rejects pending connections when it is disposed', async () => {
  const world = await startNetworkWorld({ dropTimeoutMs: 3_600_000 })
  const database = world.attach('us-east-1', 'isolated', 'database')
  const task = world.attach('us-west-2', 'private', 'tasks')
  world.world.wan.adjust(inRegion('us-east-1'), inRegion('us-west-2'), { isCut: true })
  const waiting = Promise.allSettled([task.open(database.address, 5432), task.open('10.0.250.250', 5432)])
  await expect.poll(() => world.world.journal.entries().at(-1)?.event).toBe('connection dropped')
  await world[Symbol.asyncDispose]()
  expect((await waiting).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
})
