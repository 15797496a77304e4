import { createServer, type Socket } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Login } from '../src/connection/login.ts'
import { sessionsAt } from '../src/connection/open-session.ts'
import { clientConfig, type Timeouts } from '../src/connection/settings.ts'
import { SharedConnection } from '../src/connection/shared-connection.ts'
import { ConnectTimedOutError } from '../src/errors.ts'
import { classifyFailure } from '../src/failures/classify.ts'
import { SQLSTATE } from '../src/sqlstate.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

const SHORT: Partial<Timeouts> = { connectMs: 300, statementMs: 400, lockMs: 200 }

let server: ThrowawayPostgres
beforeAll(async () => {
  server = await startThrowawayPostgres()
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function connect(): Promise<pg.Client> {
  // A plain client will do: a server's time-out does not depend on the library's pipelining.
  const client = new pg.Client({ ...clientConfig({ ...server.settings('postgres'), timeouts: SHORT }) })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  return client
}

describe('connecting', () => {
  it.each([
    ['never answers', () => {}],
    [
      'sends a byte now and then',
      (socket: Socket) => {
        // An authentication request that never completes.
        const bytes = [...Buffer.from('R\0\0\0\uffff')]
        const timer = setInterval(() => socket.write(Buffer.from([bytes.shift() ?? 0])), 50)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('to a server that accepts and %s fails in time', async (_title, misbehave) => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => {
      sockets.add(socket.on('error', () => {}))
      misbehave(socket)
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const { port } = silent.address() as { port: number }
    const settings = {
      ...server.settings('postgres'),
      endpoint: { host: '127.0.0.1', port },
      timeouts: SHORT,
    }
    const client = new pg.Client(clientConfig(settings))
    client.on('error', () => {})
    await expect(client.connect()).rejects.toThrow(/timeout/)
  })

  it('to a server that goes silent after connecting fails in time', async () => {
    const settings = { ...server.settings('postgres'), timeouts: { connectMs: 1_000, statementMs: 60_000 } }
    const opening = SharedConnection.open({
      settings,
      greet: (client) => client.query('select pg_sleep(60)') as never,
      onGone() {},
      signal: new AbortController().signal,
    })
    await expect(opening).rejects.toBeInstanceOf(ConnectTimedOutError)
  })

  it.each([
    [
      'a slow server takes twice as long after time ran out, so that it is reached in the end',
      'R',
      390,
      5_000,
    ],
    ['a server that says nothing takes no longer each time, for it may be gone', '', 0, 350],
  ])('to %s', async (_title, said, least, most) => {
    const slow = createServer((socket) => void socket.on('error', () => {}).write(said))
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void slow.close())
    const { port } = slow.address() as { port: number }
    const { credentials, ...settings } = server.settings('postgres')
    const timeouts = { connectMs: 100 }
    const greet = () => Promise.reject(new Error('nobody is greeted'))
    const endpoint = { host: '127.0.0.1', port }
    const open = sessionsAt(endpoint, { ...settings, timeouts }, new Login(credentials), greet)
    const tookMs: number[] = []
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const startedMs = performance.now()
      const failure = await open(() => {}, new AbortController().signal).catch(classifyFailure)
      expect(failure).toBe('not-reached')
      tookMs.push(performance.now() - startedMs)
    }
    expect(tookMs[2]).toBeGreaterThan(least)
    // A busy machine may delay one attempt, but not all.
    expect(Math.min(...tookMs.slice(2))).toBeLessThan(most)
  })

  it('with verified certificates refuses a server without TLS instead of sending plaintext', async () => {
    const client = new pg.Client(clientConfig({ ...server.settings('postgres'), tls: 'verify' }))
    client.on('error', () => {})
    await expect(client.connect()).rejects.toThrow(/does not support SSL/)
  })
})

describe('the server', () => {
  it('cancels a statement that takes too long', async () => {
    const client = await connect()
    await expect(client.query('select pg_sleep(30)')).rejects.toMatchObject({ code: SQLSTATE.queryCanceled })
  })

  it('cancels the wait for a row that another session has locked', async () => {
    const [holder, waiter] = [await connect(), await connect()]
    await holder.query('create table if not exists held (id int primary key)')
    await holder.query('insert into held values (1) on conflict do nothing')
    await holder.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await holder.query('begin')
    await holder.query('select * from held for update')
    await expect(waiter.query('update held set id = 1')).rejects.toMatchObject({
      code: SQLSTATE.lockNotAvailable,
    })
  })

  it('ends a session that is idle in a transaction', async () => {
    const client = await connect()
    const ended = new Promise((resolve) => client.once('error', resolve))
    await client.query('begin')
    await expect(ended).resolves.toMatchObject({ code: '25P03' })
  })
})
