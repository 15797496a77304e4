import pg from 'pg'
import type { RotationConfig } from './config.ts'
import { LoginsRefusedError } from './errors.ts'
import { isMaster, type Login, ownerOf } from './login.ts'
import { passwordVerifier } from './password-verifier.ts'
import { isLoginRefused, withWriter } from './writer-session.ts'

const quoted = pg.escapeIdentifier
/** Aurora's role: its members log in with IAM tokens only. PostgreSQL itself does not have it. */
const BY_TOKEN = 'rds_iam'
/** `insufficient_privilege`. */
const NOT_ALLOWED = '42501'

/** Whether the login can open a session with the writer. */
export async function opens(config: RotationConfig, login: Login): Promise<boolean> {
  try {
    return await withWriter(config, login, async () => true)
  } catch (error) {
    if (isLoginRefused(error)) return false
    throw error
  }
}

/**
 * Gives the pending user its new password.
 *
 * A user may always set its own password, so its former login is tried first: that works for both users, even after a
 * failover that lost the other's last change. Only the first rotation needs the master user, who creates the second user.
 */
export async function setPassword(
  config: RotationConfig,
  pending: Login,
  stored: { readonly current: Login; readonly previous: Login | undefined },
): Promise<void> {
  const own = stored.previous?.username === pending.username ? [stored.previous] : []
  let refusal: unknown
  for (const login of [...own, stored.current]) {
    try {
      return await withWriter(config, login, (session) =>
        changeUser(session, login.username, pending, config.reader),
      )
    } catch (error) {
      if (!isLoginRefused(error) && !isForbidden(error)) throw error
      refusal = error
    }
  }
  throw new LoginsRefusedError(pending.username, refusal)
}

async function changeUser(
  session: pg.Client,
  asUser: string,
  pending: Login,
  reader: string | undefined,
): Promise<void> {
  await session.query('begin')
  // Sessions begin as the owner, who owns tables and may not change roles.
  await session.query('set local role none')
  if (asUser !== pending.username) await provideUsers(session, asUser, pending.username)
  if (reader !== undefined && isMaster(asUser)) await provideReader(session, ownerOf(asUser), reader)
  const verifier = pg.escapeLiteral(passwordVerifier(pending.password))
  await session.query(`alter role ${quoted(pending.username)} password ${verifier}`)
  await session.query('commit')
}

/** Creates the owner and the second user if missing, and makes both users' sessions begin as the owner. */
async function provideUsers(session: pg.Client, master: string, second: string): Promise<void> {
  const owner = ownerOf(master)
  if (!(await exists(session, owner))) {
    await session.query(`create role ${quoted(owner)} nologin`)
    await session.query(`grant ${quoted(owner)} to ${quoted(master)}`)
    await session.query(`reassign owned by ${quoted(master)} to ${quoted(owner)}`)
    await beginAs(session, master, owner)
  }
  if (await exists(session, second)) return
  await session.query(`create role ${quoted(second)} login`)
  await session.query(`grant ${quoted(owner)} to ${quoted(second)}`)
  await beginAs(session, second, owner)
}

/** Creates the user for reading all present and future tables, where the server accepts IAM tokens. */
async function provideReader(session: pg.Client, owner: string, reader: string): Promise<void> {
  if (!(await exists(session, BY_TOKEN))) return
  const user = quoted(reader)
  if (!(await exists(session, reader))) await session.query(`create role ${user} login`)
  await session.query(`grant ${BY_TOKEN} to ${user}`)
  await session.query(`alter role ${user} set default_transaction_read_only = on`)
  await session.query(`grant select on all tables in schema public to ${user}`)
  await session.query(
    `alter default privileges for role ${quoted(owner)} in schema public grant select on tables to ${user}`,
  )
}

async function beginAs(session: pg.Client, username: string, owner: string): Promise<void> {
  const { database = '' } = session
  const place = `role ${quoted(username)} in database ${quoted(database)}`
  await session.query(`alter ${place} set role = ${pg.escapeLiteral(owner)}`)
}

async function exists(session: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await session.query('select from pg_roles where rolname = $1', [role])
  return rowCount === 1
}

function isForbidden(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === NOT_ALLOWED
}
