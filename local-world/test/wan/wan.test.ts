import { connect, createServer, type Server, type Socket } from 'node:net'
import { inRegion } from '@meridian/topology'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock, createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import { createWan } from '../../src/wan/create-wan.ts'
import { MAX_BYTES_UNDER_WAY } from '../../src/wan/stream-crossing.ts'
import { tripBelow } from '../support/conditions.ts'

const VIRGINIA = inRegion('us-east-1')
const OREGON = inRegion('us-west-2')
const RTT_MS = 87

function makeWan(clock = createRealClock(), jitterMs = 0) {
  const journal = createJournal(clock)
  const settings = createSettings({ wan: { table: 'measured-2017', jitterMs, bandwidthMbps: 1_000 } })
  const wan = createWan(settings, clock, journal)
  onTestFinished(() => wan[Symbol.asyncDispose]())
  return { wan, journal, clock }
}

async function listening(server: Server): Promise<number> {
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}

/** Both ends of one connection from Virginia to Oregon. */
async function crossing(jitterMs = 0, allowHalfOpen = false) {
  const { wan, journal } = makeWan(createRealClock(), jitterMs)
  const accepted = Promise.withResolvers<Socket>()
  const server = createServer({ allowHalfOpen, noDelay: true }, (socket) => {
    socket.on('error', () => {})
    accepted.resolve(socket)
  })
  const listener = await wan.listen(VIRGINIA, OREGON, await listening(server))
  const near = connect({ port: listener.port, host: '127.0.0.1', noDelay: true, allowHalfOpen })
  near.on('error', () => {})
  onTestFinished(() => void near.destroy())
  const far = await accepted.promise
  onTestFinished(() => void far.destroy())
  return { wan, journal, near, far }
}

const next = (socket: Socket, event: string) => new Promise<unknown>((resolve) => socket.once(event, resolve))

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

/** There and back, to a far end that sends back what it gets. */
const tripMs = (near: Socket): Promise<number> =>
  elapsedMs(() => {
    near.write('ping')
    return next(near, 'data')
  })

describe('a connection across a link', () => {
  // INV-NETWORK-8
  it('takes the configured round trip within 5 ms, jitter and all', async () => {
    const { near, far } = await crossing(1)
    far.pipe(far)
    expect(await tripBelow(RTT_MS + 5, () => tripMs(near))).toBeGreaterThan(RTT_MS - 5)
  })

  // INV-NETWORK-9
  it('delivers every byte in order', async () => {
    const { near, far } = await crossing(1)
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251))
    near.end(sent)
    expect(Buffer.concat(await far.toArray()).equals(sent)).toBe(true)
  })

  it('forwards a half-close after the delay and keeps the other direction open', async () => {
    const { near, far } = await crossing(0, true)
    far.resume()
    const tookMs = await elapsedMs(() => {
      near.end()
      return next(far, 'end')
    })
    expect(tookMs).toBeGreaterThan(RTT_MS / 2 - 3)
    far.end('an answer')
    expect(String(await next(near, 'data'))).toBe('an answer')
  })

  it('forwards a reset after the delay', async () => {
    const { near, far } = await crossing()
    const gone = new Promise<NodeJS.ErrnoException>((resolve) => near.once('error', resolve))
    const tookMs = await elapsedMs(() => {
      far.resetAndDestroy()
      return gone
    })
    expect((await gone).code).toBe('ECONNRESET')
    expect(tookMs).toBeGreaterThan(RTT_MS / 2 - 3)
  })

  it('is reset when nothing listens at the target', async () => {
    const { wan } = makeWan()
    const closed = createServer()
    const port = await listening(closed)
    await new Promise((resolve) => closed.close(resolve))
    const listener = await wan.listen(VIRGINIA, OREGON, port)
    const near = connect(listener.port, '127.0.0.1')
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => near.once('error', resolve))
    expect(error.code).toBe('ECONNRESET')
  })

  // INV-NETWORK-10
  it('holds data sent while the link is cut, and delivers it when it is restored', async () => {
    const { wan, near, far, journal } = await crossing()
    const arrived: string[] = []
    far.on('data', (data) => arrived.push(String(data)))
    near.write('before')
    await expect.poll(() => arrived.join()).toBe('before')
    wan.adjust(OREGON, VIRGINIA, { isCut: true })
    near.write('during')
    await new Promise((resolve) => setTimeout(resolve, RTT_MS))
    expect(arrived.join()).toBe('before')
    const restoredMs = await elapsedMs(async () => {
      wan.adjust(VIRGINIA, OREGON, { isCut: false })
      await next(far, 'data')
    })
    expect(restoredMs).toBeGreaterThan(RTT_MS / 2 - 3)
    expect(arrived).toEqual(['before', 'during'])
    expect(journal.entries().map((entry) => entry.event)).toEqual(['link cut', 'link restored'])
  })

  it('applies a changed latency at once', async () => {
    const { wan, near, far } = await crossing()
    far.pipe(far)
    wan.adjust(VIRGINIA, OREGON, { rttMs: 20 })
    expect(await tripBelow(RTT_MS, () => tripMs(near))).toBeGreaterThan(20 - 5)
  })

  // INV-NETWORK-11
  it('applies backpressure when the receiver does not read', async () => {
    const { wan, near, far } = await crossing()
    wan.adjust(VIRGINIA, OREGON, { rttMs: 2, bandwidthMbps: 10_000 })
    far.pause()
    const size = MAX_BYTES_UNDER_WAY * 6
    near.write(Buffer.alloc(size))
    let before = -1
    // Whatever is taken up by the line and the kernel's buffers on the way, it ends.
    await expect
      .poll(
        () => {
          const still = near.bytesWritten - near.writableLength === before
          before = near.bytesWritten - near.writableLength
          return still
        },
        { interval: 100 },
      )
      .toBe(true)
    expect(near.writableLength).toBeGreaterThan(0)
    let received = 0
    far.on('data', (data) => {
      received += data.length
    })
    far.resume()
    await expect.poll(() => received, { timeout: 5_000 }).toBe(size)
  })
})

describe('a handshake', () => {
  it('takes one round trip', async () => {
    const clock = createManualClock()
    const { wan } = makeWan(clock)
    let isDone = false
    const handshake = wan.handshake(VIRGINIA, OREGON).then(() => {
      isDone = true
    })
    await clock.advance(RTT_MS - 1)
    expect(isDone).toBe(false)
    await clock.advance(1)
    await handshake
  })

  it('waits while the link is cut, and ends when it is aborted', async () => {
    const clock = createManualClock()
    const { wan } = makeWan(clock)
    wan.adjust(VIRGINIA, OREGON, { isCut: true })
    const patience = new AbortController()
    let isDone = false
    const handshake = wan.handshake(VIRGINIA, OREGON, patience.signal).then(() => {
      isDone = true
    })
    await clock.advance(60_000)
    expect(isDone).toBe(false)
    patience.abort()
    await handshake
  })
})

it('lists the links between regions before they are used', () => {
  const { wan } = makeWan()
  expect(
    wan
      .table()
      .map(({ from, to, state }) => `${from} ${to} ${state.rttMs}`)
      .sort(),
  ).toEqual(['ap-northeast-2 us-east-1 178', 'ap-northeast-2 us-west-2 118', 'us-east-1 us-west-2 87'])
})
