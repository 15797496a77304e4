import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { RotationConfig } from '../src/config.ts'
import { CURRENT, PENDING, PREVIOUS } from '../src/secret.ts'
import { STEP_NAMES, STEPS } from '../src/steps.ts'
import {
  loginAt,
  MASTER,
  openSession,
  rotate,
  run,
  secretOf,
  startRotatingDatabase,
} from './rotating-database.ts'
import type { SecretInMemory } from './secret-in-memory.ts'

let database: Awaited<ReturnType<typeof startRotatingDatabase>>
let config: RotationConfig
let secret: SecretInMemory

beforeEach(async () => {
  database = await startRotatingDatabase()
  onTestFinished(() => database[Symbol.asyncDispose]())
  config = database.config
  secret = secretOf(MASTER)
})

describe('a rotation', () => {
  it('creates a second user, whose login replaces the first', async () => {
    await rotate(secret, config, 'v1')
    expect(await loginAt(secret, CURRENT)).toEqual({ username: 'meridian_clone', password: 'drawn-1' })
    expect(await loginAt(secret, PREVIOUS)).toEqual(MASTER)
    expect(await run(config, await loginAt(secret, CURRENT), 'select id from leads')).toEqual([{ id: 1 }])
  })

  it('keeps open and new sessions of the previous login working until the next rotation but one', async () => {
    const open = await openSession(config, MASTER)
    onTestFinished(() => open.end())
    await rotate(secret, config, 'v1')
    await open.query('insert into leads values (2)')
    await expect(run(config, MASTER, 'insert into leads values (3)')).resolves.toEqual([])
    await rotate(secret, config, 'v2')
    await expect(run(config, MASTER, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    await open.query('insert into leads values (4)')
  })

  it('alternates between the two users, each time with a new password', async () => {
    const seen: unknown[] = []
    for (const version of ['v1', 'v2', 'v3']) {
      await rotate(secret, config, version)
      const login = await loginAt(secret, CURRENT)
      seen.push([login.username, login.password])
      await run(config, login, 'select count(*) from leads')
    }
    expect(seen).toEqual([
      ['meridian_clone', 'drawn-1'],
      ['meridian', 'drawn-2'],
      ['meridian_clone', 'drawn-3'],
    ])
  })

  it('lets each user alter and drop what the other has created', async () => {
    await rotate(secret, config, 'v1')
    const clone = await loginAt(secret, CURRENT)
    await run(config, clone, 'create table offers (id int)')
    await run(
      config,
      MASTER,
      'alter table offers add column name text; alter table leads add column name text',
    )
    await run(config, clone, 'drop table leads')
    const owners = await run(config, clone, `select tableowner from pg_tables where schemaname = 'public'`)
    expect(owners).toEqual([{ tableowner: 'meridian_owner' }])
  })

  it('gives the second user no right to manage roles', async () => {
    await rotate(secret, config, 'v1')
    const clone = await loginAt(secret, CURRENT)
    await expect(run(config, clone, 'set role none; create role thief login')).rejects.toMatchObject({
      code: '42501',
    })
    await expect(run(config, clone, `set role none; alter role meridian password 'x'`)).rejects.toMatchObject(
      { code: '42501' },
    )
  })

  it('creates no user for people where the stack names none, or the server has no IAM login', async () => {
    const readers = () => database.administer(`select rolname from pg_roles where rolname = 'reader'`)
    await rotate(secret, { ...config, reader: 'reader' }, 'v1')
    expect(await readers()).toEqual([])
    await database.administer('create role rds_iam; grant rds_iam to meridian with admin option')
    await rotate(secret, config, 'v2')
    expect(await readers()).toEqual([])
  })

  it.each([
    ['the first rotation', ['v1']],
    ['a later one, when the master’s turn has come', ['v1', 'v2']],
  ])(
    'makes a user for people who come with tokens, who reads all and writes nothing, by %s',
    async (_, all) => {
      await database.administer('create role rds_iam; grant rds_iam to meridian with admin option')
      for (const version of all) {
        const isLast = version === all.at(-1)
        await rotate(secret, isLast ? { ...config, reader: 'reader' } : config, version)
      }
      await run(config, await loginAt(secret, CURRENT), 'create table offers (id int)')
      const asReader = (sql: string) =>
        run(config, { username: 'postgres', password: '' }, `set role reader; ${sql}`)
      expect(await asReader('select id from leads')).toEqual([{ id: 1 }])
      expect(await asReader('select id from offers')).toEqual([])
      await expect(asReader('insert into leads values (2)')).rejects.toMatchObject({ code: '42501' })
      expect(
        await database.administer(
          `select rolpassword, rolconfig, pg_has_role(rolname, 'rds_iam', 'member') as by_token
           from pg_authid left join pg_db_role_setting on setrole = oid, lateral (select setconfig as rolconfig) as _
          where rolname = 'reader'`,
        ),
      ).toEqual([{ rolpassword: null, rolconfig: ['default_transaction_read_only=on'], by_token: true }])
    },
  )

  it('sends the server a verifier, never the password', async () => {
    await database.administer(`alter system set log_statement = 'ddl'`)
    await rotate(secret, config, 'v1')
    const [stored] = await database.administer(
      `select rolpassword from pg_authid where rolname = 'meridian_clone'`,
    )
    expect(stored).toMatchObject({ rolpassword: expect.stringMatching(/^SCRAM-SHA-256\$4096:/) })
  })

  it('changes nothing when a step is run again, at once or later', async () => {
    for (const step of STEP_NAMES) {
      const context = { secret, versionId: 'v1', config }
      await STEPS[step](context)
      const before = await loginAt(secret, PENDING)
      await STEPS[step](context)
      expect(await loginAt(secret, PENDING)).toEqual(before)
    }
    expect(await secret.versions()).toEqual({ first: [PREVIOUS], v1: [CURRENT, PENDING] })
  })

  it('continues with the same login when it failed after setSecret', async () => {
    const context = { secret, versionId: 'v1', config }
    await STEPS.createSecret(context)
    await STEPS.setSecret(context)
    await rotate(secret, config, 'v1')
    expect(await loginAt(secret, CURRENT)).toEqual({ username: 'meridian_clone', password: 'drawn-1' })
  })

  it('repairs a login that a failover with data loss reverted', async () => {
    await rotate(secret, config, 'v1')
    await database.administer('alter role meridian_clone password null')
    await rotate(secret, config, 'v2')
    expect(await loginAt(secret, CURRENT)).toEqual({ username: 'meridian', password: 'drawn-2' })
    await rotate(secret, config, 'v3')
    await run(config, await loginAt(secret, CURRENT), 'select 1')
  })

  it('explains what to do when both stored logins are refused', async () => {
    await database.administer('alter role meridian password null')
    await expect(rotate(secret, config, 'v1')).rejects.toMatchObject({
      code: 'MERIDIAN_ROTATION_LOGINS_REFUSED',
      message: expect.stringContaining('ModifyDBCluster'),
    })
    expect(await loginAt(secret, CURRENT)).toEqual(MASTER)
  })

  it('does not become current when the writer refuses the new login', async () => {
    const context = { secret, versionId: 'v1', config }
    await STEPS.createSecret(context)
    await expect(STEPS.testSecret(context)).rejects.toMatchObject({
      code: 'MERIDIAN_ROTATION_LOGINS_REFUSED',
    })
  })

  it('tries the next address when the first does not connect', async () => {
    await rotate(secret, { ...config, writerHosts: ['127.0.0.2', '127.0.0.1'] }, 'v1')
    expect((await loginAt(secret, CURRENT)).username).toBe('meridian_clone')
  })

  it('fails when every address is read-only, and names them', async () => {
    await database.administer('alter system set default_transaction_read_only = on')
    await database.administer('select pg_reload_conf()')
    await expect(rotate(secret, config, 'v1')).rejects.toMatchObject({
      code: 'MERIDIAN_ROTATION_WRITER_NOT_FOUND',
      message: expect.stringContaining('127.0.0.1: takes no writes'),
    })
    expect(await loginAt(secret, CURRENT)).toEqual(MASTER)
  })
})
