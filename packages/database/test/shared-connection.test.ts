import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SharedConnection } from '../src/connection/shared-connection.ts'
import { asAdministrator, createMigratedDatabase } from './databases.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

let server: ThrowawayPostgres
let name: string
beforeAll(async () => {
  server = await startThrowawayPostgres()
  name = await createMigratedDatabase(server)
  await asAdministrator(server, name, 'create sequence tickets')
  await asAdministrator(server, name, 'grant usage on tickets to public')
})
afterAll(() => server.stop())

/** Long enough to be still running during the next turns of the event loop. */
const WAIT = 'select pg_sleep(0.05)'
const TICKET = "select nextval('tickets')::int as ticket"

it('runs a query queued behind all others once for all its callers, after their other queries', async () => {
  const session = await open()
  const [first, second, asked] = await Promise.all([
    session.runBehind(TICKET),
    session.runBehind(TICKET),
    session.run(TICKET, []),
  ])
  expect(asked.rows).toEqual([{ ticket: 1 }])
  expect(first.rows).toEqual([{ ticket: 2 }])
  expect(second).toBe(first)
  await session.retire()
})

it('shares the next answer among all callers while one query is running', async () => {
  const session = await open()
  const asked = [session.runBehind(WAIT)]
  await setImmediate()
  // The first has been sent, so these are queued behind it.
  asked.push(session.runBehind(WAIT), session.runBehind(WAIT))
  await setImmediate()
  asked.push(session.runBehind(WAIT))
  const [first, ...next] = await Promise.all(asked)
  expect(new Set(next).size).toBe(1)
  expect(next[0]).not.toBe(first)
  await session.retire()
})

it('answers pending queries before it retires', async () => {
  const session = await open()
  const asked = [session.runBehind(WAIT)]
  await setImmediate()
  asked.push(session.runBehind(WAIT))
  const retired = session.retire()
  expect(await Promise.all(asked)).toHaveLength(2)
  await retired
})

it('rejects queries queued behind others when the connection is lost', async () => {
  const session = await open()
  const asked = [session.runBehind(WAIT)]
  await setImmediate()
  asked.push(session.runBehind(WAIT))
  session.destroy()
  const outcomes = await Promise.allSettled(asked)
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

function open(): Promise<SharedConnection> {
  return SharedConnection.open({
    settings: server.settings(name),
    greet: async () => ({ identity: { instance: 'test', role: 'writer' }, epoch: undefined }),
    onGone: () => {},
    signal: AbortSignal.timeout(10_000),
  })
}
