import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startThrowawayPostgres } from '@meridian/database/testing'
import pg from 'pg'
import type { RotationConfig } from '../src/config.ts'
import type { Login } from '../src/login.ts'
import { STEP_NAMES, STEPS } from '../src/steps.ts'
import { SecretInMemory } from './secret-in-memory.ts'

export const MASTER: Login = { username: 'meridian', password: 'first' }
/** Everybody needs a password, except the superuser, which Aurora's customers never get. */
const ACCESS = 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n'

/** A server whose master user has only the rights that RDS grants, with a table owned by that user. */
export async function startRotatingDatabase() {
  const folder = await mkdtemp(path.join(tmpdir(), 'meridian-rotation-'))
  const access = path.join(folder, 'access.conf')
  await writeFile(access, ACCESS)
  const server = await startThrowawayPostgres([`hba_file=${access}`])
  const superuser: Login = { username: 'postgres', password: '' }
  const config: RotationConfig = {
    writerHosts: ['127.0.0.1'],
    port: server.port,
    database: 'marketing',
    tls: 'off',
  }
  const administer = (sql: string) => run({ ...config, database: 'postgres' }, superuser, sql)
  await administer(`create role meridian login createrole createdb password '${MASTER.password}'`)
  await administer('create database marketing owner meridian')
  await run(config, MASTER, 'create table leads (id int); insert into leads values (1)')
  return {
    config,
    server,
    administer,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs statements in their own session; returns the last one's rows. */
export async function run(config: RotationConfig, login: Login, sql: string): Promise<unknown[]> {
  const session = await openSession(config, login)
  try {
    const results = [await session.query(sql)].flat()
    return results.at(-1)?.rows ?? []
  } finally {
    await session.end()
  }
}

/** Opens a session that its caller ends. */
export async function openSession(config: RotationConfig, login: Login): Promise<pg.Client> {
  const session = new pg.Client({
    host: config.writerHosts[0],
    port: config.port,
    database: config.database,
    user: login.username,
    password: login.password,
  })
  await session.connect()
  return session
}

export async function rotate(
  secret: SecretInMemory,
  config: RotationConfig,
  versionId: string,
): Promise<void> {
  for (const step of STEP_NAMES) await STEPS[step]({ secret, versionId, config })
}

export const secretOf = (login: Login): SecretInMemory => new SecretInMemory(JSON.stringify(login))

export async function loginAt(secret: SecretInMemory, stage: string): Promise<Login> {
  return JSON.parse((await secret.read(stage)) ?? '{}')
}
