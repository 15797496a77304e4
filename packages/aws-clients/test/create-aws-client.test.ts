import { createServer, type Socket } from 'node:net'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type AwsCallLimits, createAwsClient } from '../src/index.ts'

/** Short enough for a test, and far enough apart that the message shows which limit applied. */
const LIMITS: AwsCallLimits = { connectMs: 300, answerMs: 200, callMs: 1_500, attempts: 2 }
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 1000\r\n'

/** Accepts connections; the test decides what happens to them. */
async function startServer(
  onConnection: (socket: Socket) => void,
): Promise<{ endpoint: string; seen: number[] }> {
  const sockets = new Set<Socket>()
  const seen: number[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    seen.push(sockets.size)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  return { endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, seen }
}

function settingsFor(endpoint: string) {
  return { region: 'us-west-2', endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}

function rdsAt(endpoint: string, limits: Partial<AwsCallLimits> = {}): RDSClient {
  const client = createAwsClient(RDSClient, settingsFor(endpoint), { ...LIMITS, ...limits })
  onTestFinished(() => client.destroy())
  return client
}

const ask = (client: RDSClient) => client.send(new DescribeGlobalClustersCommand({}))

describe('an AWS client', () => {
  it('times out every attempt at a server that accepts and never answers', async () => {
    const { endpoint, seen } = await startServer((socket) => void socket.resume())
    await expect(ask(rdsAt(endpoint))).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('200 ms requestTimeout'),
    })
    expect(seen).toHaveLength(LIMITS.attempts)
  })

  it.each([
    ['stops in the middle of its answer', (socket: Socket) => void socket.write(`${HEAD}\r\n<half`)],
    [
      'sends its answer a byte at a time',
      (socket: Socket) => {
        socket.write(`${HEAD}\r\n`)
        const timer = setInterval(() => socket.write('x'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('times out the whole call when a server %s', async (_title, answer) => {
    const { endpoint } = await startServer((socket) => void socket.once('data', () => answer(socket)))
    await expect(ask(rdsAt(endpoint))).rejects.toMatchObject({
      code: 'MERIDIAN_AWS_CALL_TIMED_OUT',
      message: 'DescribeGlobalClusters in us-west-2 had no complete answer within 1.5 s (2 attempts at most)',
    })
  })

  it('times out an attempt whose headers arrive a byte at a time', async () => {
    const { endpoint } = await startServer((socket) => {
      socket.once('data', () => {
        const letters = [...HEAD]
        const timer = setInterval(() => socket.write(letters.shift() ?? 'x'), 20)
        socket.on('close', () => clearInterval(timer))
      })
    })
    await expect(ask(rdsAt(endpoint))).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('retries connection resets up to the attempt limit', async () => {
    const { endpoint, seen } = await startServer(
      (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    )
    await expect(ask(rdsAt(endpoint, { attempts: 3, callMs: 10_000 }))).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    expect(seen).toHaveLength(3)
  })

  it('times out the whole call while its credentials never resolve', async () => {
    const { endpoint } = await startServer(() => {})
    const credentials = () => new Promise<never>(() => {})
    const client = createAwsClient(
      ECSClient,
      { ...settingsFor(endpoint), credentials },
      { ...LIMITS, callMs: 200 },
    )
    await expect(client.send(new DescribeServicesCommand({ services: ['a'] }))).rejects.toMatchObject({
      code: 'MERIDIAN_AWS_CALL_TIMED_OUT',
    })
  })

  it('also obeys the abort signal of its caller', async () => {
    const { endpoint } = await startServer(() => {})
    const caller = new AbortController()
    const asked = rdsAt(endpoint, { answerMs: 5_000, callMs: 60_000 }).send(
      new DescribeGlobalClustersCommand({}),
      {
        abortSignal: caller.signal,
      },
    )
    caller.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('writes nothing to the console', async () => {
    const kinds = ['log', 'info', 'warn', 'error', 'debug'] as const
    const written = kinds.map((kind) => vi.spyOn(console, kind).mockImplementation(() => {}))
    onTestFinished(() => void vi.restoreAllMocks())
    const { endpoint } = await startServer((socket) => void socket.resume())
    await ask(rdsAt(endpoint)).catch(() => {})
    expect(written.flatMap(({ mock }) => mock.calls)).toEqual([])
  })
})
