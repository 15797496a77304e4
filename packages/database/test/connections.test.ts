import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { isConnectionLost } from '../src/failures/classify.ts'
import { prepareRead } from '../src/prepared.ts'
import { askRegionLags, askServer } from '../src/server-status.ts'
import { asAdministrator, createMigratedDatabase, openTestDatabase } from './databases.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

let server: ThrowawayPostgres
let name: string
beforeAll(async () => {
  server = await startThrowawayPostgres(['cluster_name=meridian-use1-0'])
  name = await createMigratedDatabase(server)
})
afterAll(() => server.stop())

const echo = prepareRead<{ text: string }, { text: string; pid: number }>((db, { text }) =>
  db.selectNoFrom([sql<string>`${text}::text`.as('text'), sql<number>`pg_backend_pid()`.as('pid')]),
)

const slowEcho = prepareRead<{ text: string }, { text: string }>((db, { text }) =>
  db.selectNoFrom([sql<string>`${text}::text || pg_sleep(0.1)`.as('text')]),
)

const newCampaign = (slug: string) => ({ slug, model: 'Ioniq', starts_at: '2026-01-01T00:00:00Z' })

it('runs hundreds of concurrent reads over two connections, each with its own answer', async () => {
  await using database = openTestDatabase(server, name)
  const texts = Array.from({ length: 300 }, (_, index) => `t${index}`)
  const answers = await Promise.all(texts.map((text) => echo(database.reader, { text })))
  expect(answers.map(({ value }) => value[0]?.text)).toEqual(texts)
  expect(new Set(answers.map(({ value }) => value[0]?.pid)).size).toBeLessThanOrEqual(2)
  expect(database.load().reader).toEqual({ connections: 2, inFlight: 0 })
})

it('reports which server answered', async () => {
  await using database = openTestDatabase(server, name)
  const { servedBy } = await echo(database.reader, { text: 'x' })
  expect(servedBy).toEqual({ instance: 'meridian-use1-0', role: 'writer' })
  await expect(askServer(database.writer)).resolves.toMatchObject({
    identity: { instance: 'meridian-use1-0', role: 'writer' },
  })
})

it('reads the instance name from Aurora where the function exists', async () => {
  const aurora = await createMigratedDatabase(server)
  await asAdministrator(
    server,
    aurora,
    "create function aurora_db_instance_identifier() returns text language sql as $$ select 'meridian-apne2-1' $$",
  )
  await using database = openTestDatabase(server, aurora)
  expect((await echo(database.reader, { text: 'x' })).servedBy?.instance).toBe('meridian-apne2-1')
})

it('reports lag per region where Aurora reports it, and nothing elsewhere', async () => {
  const aurora = await createMigratedDatabase(server)
  await using database = openTestDatabase(server, aurora)
  await expect(askRegionLags(database.writer)).resolves.toBeUndefined()
  await asAdministrator(
    server,
    aurora,
    `create function aurora_global_db_status(out aws_region text, out rpo_lag_in_msec float8) returns setof record language sql
     as $$ values ('us-east-1', -1::float8), ('us-west-2', 87.5) $$`,
  )
  await expect(askRegionLags(database.writer)).resolves.toEqual([
    { region: 'us-east-1', lagMs: undefined },
    { region: 'us-west-2', lagMs: 87.5 },
  ])
})

it('runs the statements of a transaction together and rolls all of them back on an error', async () => {
  await using database = openTestDatabase(server, name)
  const attempt = database.writer.transaction().execute(async (transaction) => {
    await transaction.insertInto('campaigns').values(newCampaign('undone')).execute()
    await Promise.all([
      echo(database.reader, { text: 'between' }),
      transaction.selectFrom('campaigns').select('id').execute(),
    ])
    throw new Error('changed my mind')
  })
  await expect(attempt).rejects.toThrow('changed my mind')
  await expect(
    database.reader.selectFrom('campaigns').select('id').where('slug', '=', 'undone').execute(),
  ).resolves.toEqual([])
})

it('commits a transaction whose BEGIN was sent with its first statement', async () => {
  await using database = openTestDatabase(server, name)
  const [first, second] = await database.writer
    .transaction()
    .execute(async (transaction) => [
      await transaction
        .selectNoFrom(sql<string>`pg_current_xact_id()::text`.as('xid'))
        .executeTakeFirstOrThrow(),
      await transaction
        .selectNoFrom(sql<string>`pg_current_xact_id()::text`.as('xid'))
        .executeTakeFirstOrThrow(),
    ])
  expect(first?.xid).toBe(second?.xid)
})

it('refuses a COMMIT that the server turned into a ROLLBACK', async () => {
  await using database = openTestDatabase(server, name)
  const attempt = database.writer.transaction().execute(async (transaction) => {
    await sql`select 1/0`.execute(transaction).catch(() => {})
  })
  await expect(attempt).rejects.toMatchObject({ code: 'MERIDIAN_DATABASE_TRANSACTION_ABORTED' })
})

it('gives a failing statement its own error without failing the others', async () => {
  await using database = openTestDatabase(server, name)
  const results = await Promise.allSettled([
    echo(database.reader, { text: 'a' }),
    sql`select * from no_such_table`.execute(database.writer),
    echo(database.reader, { text: 'b' }),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('recovers after an administrator terminated its sessions', async () => {
  await using database = openTestDatabase(server, name)
  await echo(database.reader, { text: 'before' })
  await asAdministrator(
    server,
    name,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'test %'",
  )
  await expect
    .poll(() =>
      echo(database.reader, { text: 'after' }).then(
        ({ value }) => value[0]?.text,
        () => 'lost',
      ),
    )
    .toBe('after')
})

it('fails pending statements when the server dies, and recovers when it is back', async () => {
  await using database = openTestDatabase(server, name)
  await echo(database.reader, { text: 'before' })
  const underWay = sql`select pg_sleep(30)`.execute(database.writer)
  await expect.poll(() => database.load().writer.inFlight).toBe(1)
  const lost = expect(underWay).rejects.toSatisfy(isConnectionLost)
  await server.crash()
  await lost
  await expect(echo(database.reader, { text: 'down' })).rejects.toSatisfy(isConnectionLost)
  await server.restart()
  await expect
    .poll(() =>
      echo(database.reader, { text: 'back' }).then(
        ({ value }) => value[0]?.text,
        () => 'lost',
      ),
    )
    .toBe('back')
})

it('does not accept a read-only server as the writer', async () => {
  const demoted = await createMigratedDatabase(server)
  // Applies to sessions opened after it, so only a new session can recover.
  await asAdministrator(server, demoted, `alter database ${demoted} set default_transaction_read_only = on`)
  await using database = openTestDatabase(server, demoted, { parking: { budgetMs: 100 } })
  const insert = () => database.writer.insertInto('campaigns').values(newCampaign('promoted')).execute()
  await expect(insert()).rejects.toMatchObject({ code: 'MERIDIAN_DATABASE_WRITER_UNAVAILABLE' })
  await asAdministrator(server, 'postgres', `alter database ${demoted} reset default_transaction_read_only`)
  // Opening a new session may take longer than a write is parked.
  await expect
    .poll(
      () =>
        insert().then(
          ({ length }) => length,
          ({ code }) => code,
        ),
      { timeout: 20_000 },
    )
    .toBe(1)
})

it('prepares a statement again after a migration has changed its columns', async () => {
  await using database = openTestDatabase(server, await createMigratedDatabase(server), {
    sharedConnections: 1,
  })
  const all = () => database.reader.selectFrom('campaigns').selectAll().execute()
  await all()
  await sql`alter table campaigns add column added text`.execute(database.writer)
  await expect(all()).resolves.toEqual([])
})

it('ends a connection that has gone silent', async () => {
  await using database = openTestDatabase(server, name, { timeouts: { silenceMs: 100, statementMs: 20_000 } })
  await expect(sql`select pg_sleep(20)`.execute(database.writer)).rejects.toSatisfy(isConnectionLost)
})

it('finishes pending work before it closes, and refuses new work', async () => {
  const database = openTestDatabase(server, name)
  const slow = sql<{ done: boolean }>`select true as done from pg_sleep(0.1)`.execute(database.writer)
  await expect.poll(() => database.load().writer.inFlight).toBe(1)
  await database.close()
  await expect(slow).resolves.toMatchObject({ rows: [{ done: true }] })
  await expect(echo(database.reader, { text: 'late' })).rejects.toThrow(/destroyed|closed/)
  await database.close()
})

// INV-DATABASE-11
it('fetches the credentials again, once, when the server refuses them', async () => {
  const rotating = await createMigratedDatabase(server)
  await asAdministrator(server, rotating, "create role rotated login superuser password 'x'")
  const given: string[] = []
  const source = async () => {
    given.push(given.length === 0 ? 'nobody' : 'rotated')
    return { username: given.at(-1) ?? '', password: 'x' }
  }
  await using database = openTestDatabase(server, rotating, { credentials: source })
  await expect(echo(database.reader, { text: 'in' })).resolves.toMatchObject({ value: [{ text: 'in' }] })
  await database.writer.transaction().execute((transaction) => sql`select 1`.execute(transaction))
  expect(given).toEqual(['nobody', 'rotated'])
})

it('abandons connections that are still being opened when it closes', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const endpoint = { host: '127.0.0.1', port: (silent.address() as AddressInfo).port }
  const database = openTestDatabase(server, name, { reader: endpoint, writer: endpoint })
  database.warm()
  const reading = expect(echo(database.reader, { text: 'x' })).rejects.toThrow()
  const startedMs = performance.now()
  await database.close()
  await reading
  expect(performance.now() - startedMs).toBeLessThan(1_000)
})

// INV-DATABASE-9
it('reads from the next nearest region while its own is unavailable', async () => {
  await using database = openTestDatabase(server, name, {
    reader: { host: '127.0.0.1', port: 1 },
    otherReaders: [server.settings(name).endpoint],
  })
  await expect(echo(database.reader, { text: 'x' })).resolves.toMatchObject({ value: [{ text: 'x' }] })
})

it('runs several statements as one fenced transaction and returns a token that finds them', async () => {
  await using database = openTestDatabase(server, name)
  const { token } = await database.transaction('visitor-1', (transaction) =>
    transaction.insertInto('campaigns').values(newCampaign('together')).execute(),
  )
  const read = await database.read(echo, { text: 'x' }, { token })
  expect(read).toMatchObject({ value: [{ text: 'x' }], isFresh: true })
  await asAdministrator(
    server,
    name,
    'update commit_markers set epoch = epoch + 1; update writer_epoch set epoch = epoch + 1',
  )
  // Another server has begun an epoch: the session belongs to the old one, so the work runs on a new session.
  await expect(
    database.transaction('visitor-1', (transaction) =>
      transaction.insertInto('campaigns').values(newCampaign('in-the-new-epoch')).execute(),
    ),
  ).resolves.toMatchObject({ value: [{ insertId: undefined }] })
})

// INV-DATABASE-13
it('does not count an answer as late that arrived while the process was paused', async () => {
  await using database = openTestDatabase(server, name, {
    timeouts: { silenceMs: 300 },
    sharedConnections: 1,
  })
  const before = await echo(database.reader, { text: 'before' })
  const waiting = slowEcho(database.reader, { text: 'slow' })
  // Sends the query, then blocks the event loop until long after the answer has arrived.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const untilMs = performance.now() + 1_000
  while (performance.now() < untilMs);
  await waiting
  const after = await echo(database.reader, { text: 'after' })
  expect(after.value[0]?.pid).toBe(before.value[0]?.pid)
})

// INV-DATABASE-13
it('extends the silence limit of a server by the time that the process was paused', async () => {
  await using database = openTestDatabase(server, name, {
    timeouts: { silenceMs: 500 },
    sharedConnections: 1,
  })
  const servedBy = async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database.writer)
    return rows[0]?.pid
  }
  const before = await servedBy()
  const waiting = sql`select pg_sleep(1.3)`.execute(database.writer)
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const untilMs = performance.now() + 1_000
  while (performance.now() < untilMs);
  await waiting
  expect(await servedBy()).toBe(before)
})

it('measures the lag of its reader by a heartbeat', async () => {
  await using database = openTestDatabase(server, name, { watchEveryMs: 20 })
  database.warm()
  await expect.poll(() => database.lag?.lagMs, { timeout: 5_000 }).toBeLessThan(1_000)
})

it('resumes the heartbeat after a role change ended its sessions, without any writes', async () => {
  const idle = await createMigratedDatabase(server)
  await using database = openTestDatabase(server, idle, { watchEveryMs: 250 })
  database.warm()
  await expect.poll(() => database.lag?.lagMs, { timeout: 5_000 }).toBeLessThan(1_000)
  const endedAt = await asAdministrator(
    server,
    'postgres',
    `select clock_timestamp() as at, count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '${idle}'`,
  )
  const beatenSince = async () => {
    const { rows } = await asAdministrator(server, idle, 'select at from heartbeat')
    return rows[0].at > endedAt.rows[0].at
  }
  await expect.poll(beatenSince, { timeout: 5_000 }).toBe(true)
})
