import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { NetworkInterface } from '../../src/modules/network/running.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { echoOverTls, postgresOverTls } from './attached/tls-services.ts'
import { echoServer, type NetworkWorld, startNetworkWorld } from './network-world.ts'

async function run(
  world: NetworkWorld,
  own: NetworkInterface,
  program: string,
  environment: Record<string, string> = {},
): Promise<ChildProcess> {
  const attached = await world.network.attachProcess(own)
  const child = spawn(process.execPath, [fileURLToPath(new URL(`attached/${program}`, import.meta.url))], {
    env: { PATH: process.env.PATH, ...environment, ...attached.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  return child
}

async function printed(child: ChildProcess): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    chunks.push(chunk)
    if (chunk.includes('\n')) break
  }
  return JSON.parse(Buffer.concat(chunks).toString())
}

const TLS_NAME = 'secrets.test'
const DATABASE = 'writer.test'

it.each([
  ['a web page', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['JSON that is not a request', 'null\n'],
  ['an unknown token', '{"op":"hello","token":"x"}\n{"op":"resolve","id":1,"name":"web.test"}\n'],
])('closes the connection of %s', async (_, text) => {
  await using world = await startNetworkWorld()
  const task = world.attach('us-west-2', 'private', 'tasks')
  await using attachment = await world.network.attachProcess(task)
  const [port] = attachment.environment.MERIDIAN_WORLD_GATE?.split('/') ?? []
  const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
  let received = ''
  socket.on('data', (bytes) => (received += bytes)).on('error', () => {})
  await once(socket, 'close')
  expect(received).toBe('')
})

// INV-NETWORK-12
it('routes every kind of client through its interface', async () => {
  await using world = await startNetworkWorld()
  const folder = await mkdtemp(join(tmpdir(), 'meridian-attach-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const authority = await createAuthority(folder)
  const certificate = await authority.issue([TLS_NAME, DATABASE])

  const alb = world.attach('ap-northeast-2', 'public', 'alb', true)
  const web = createServer((asked, answer) => answer.end(`hello ${asked.url}`))
  alb.serve(80, await world.own(web))
  const peer = world.network.attachOutside({ description: 'a service', place: alb.place })
  peer.serve(443, await world.own(echoOverTls(certificate)))
  const database = world.attach('us-west-2', 'isolated', 'database')
  database.serve(5432, await world.own(postgresOverTls(certificate)))
  const idle = world.attach('us-west-2', 'isolated', 'database')
  const hidden = world.attach('us-west-2', 'private', 'tasks')
  world.network.publishName('web.test', () => [alb.publicAddress ?? ''])
  world.network.publishName(TLS_NAME, () => [peer.address])
  world.network.publishName(DATABASE, () => [database.address])

  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  const child = await run(world, task, 'clients.ts', {
    HTTP_NAME: 'web.test',
    TLS_NAME,
    DATABASE_NAME: DATABASE,
    HIDDEN_ADDRESS: hidden.address,
    IDLE_ADDRESS: idle.address,
    NODE_EXTRA_CA_CERTS: authority.certificateFile,
  })
  const [address] = await task.resolve('web.test')
  expect(await printed(child)).toEqual({
    net: 'connected',
    again: 'connected',
    http: 'hello /http',
    fetch: 'hello /fetch',
    undici: 'hello /undici',
    tls: 'true over tls',
    pg: [{ one: 1 }],
    lookup: { address, family: 4 },
    lookupAll: [{ address, family: 4 }],
    resolve4: [address],
    noPort: 'ERR_MISSING_ARGS',
    unknownName: 'ENOTFOUND',
    refused: 'ECONNREFUSED',
    dropped: 'ETIMEDOUT',
  })
})

it('serves a port that a process listens on under the requested number', async () => {
  await using world = await startNetworkWorld()
  const task = world.attach('us-east-1', 'private', 'tasks')
  const alb = world.attach('us-east-1', 'public', 'alb', true)
  const child = await run(world, task, 'server.ts')
  expect(await printed(child)).toEqual({
    address: { address: '0.0.0.0', family: 'IPv4', port: 3001 },
    toItself: '{"from":"inside"}',
  })
  const { port } = await alb.open(task.address, 3001)
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).json()).toEqual({ from: 'inside' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  await expect.poll(() => alb.open(task.address, 3001).catch((error) => error.code)).toBe('ECONNREFUSED')
})

it('lets two processes listen on the same port of two interfaces', async () => {
  await using world = await startNetworkWorld()
  const tasks = [1, 2].map(() => world.attach('us-east-1', 'private', 'tasks'))
  const alb = world.attach('us-east-1', 'public', 'alb', true)
  const ports = await Promise.all(
    tasks.map(async (task) => {
      await printed(await run(world, task, 'server.ts'))
      return (await alb.open(task.address, 3001)).port
    }),
  )
  expect(new Set(ports).size).toBe(2)
})

// INV-NETWORK-13
it('keeps the established connections of a process when the world stops answering', async () => {
  const world = await startNetworkWorld()
  const peer = world.attach('us-east-1', 'isolated', 'database')
  const echo = echoServer()
  onTestFinished(() => void echo.close())
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
  peer.serve(5432, (echo.address() as AddressInfo).port)
  const task = world.attach('us-east-1', 'private', 'tasks')
  const child = await run(world, task, 'keeps-connection.ts', { PEER: peer.address })
  expect(await printed(child)).toBe('connected')
  await world[Symbol.asyncDispose]()
  child.stdin?.end()
  expect(await printed(child)).toEqual({ present: 'still here', fresh: 'ENETUNREACH' })
})

it('rejects callers without a token', async () => {
  await using world = await startNetworkWorld()
  const task = world.attach('us-east-1', 'private', 'tasks')
  const attached = await world.network.attachProcess(task)
  const [port] = (attached.environment.MERIDIAN_WORLD_GATE ?? '').split('/')
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('{"op":"resolve","id":1,"name":"localhost"}\n')
  await new Promise((resolve) => socket.once('close', resolve))
})

it('keeps serving after a process is cut off in the middle of a message', async () => {
  await using world = await startNetworkWorld()
  const task = world.attach('ap-northeast-2', 'private', 'tasks')
  const { environment } = await world.network.attachProcess(task)
  const [port, token] = (environment.MERIDIAN_WORLD_GATE ?? '').split('/')
  const killed = connect(Number(port), '127.0.0.1')
  killed.write(`{"op":"hello","token":"${token}"}\n{"op":"resolve","id":1,"name":"no`)
  killed.write('where.test"}\n')
  await once(killed, 'data')
  killed.resetAndDestroy()
  await once(killed, 'close')

  const other = connect(Number(port), '127.0.0.1')
  onTestFinished(() => void other.destroy())
  other.write(`{"op":"hello","token":"${token}"}\n{"op":"resolve","id":7,"name":"nowhere.test"}\n`)
  const [answer] = await once(other, 'data')
  expect(JSON.parse(String(answer))).toMatchObject({ id: 7, error: { code: 'ENOTFOUND' } })
})
