import type pg from 'pg'
import type { Greeting } from '../connection/shared-connection.ts'
import { EpochSupersededError, ServerNotWritableError } from '../errors.ts'
import { databaseIdentity } from '../identity.ts'
import { hasSqlState, SQLSTATE } from '../sqlstate.ts'
import type { EpochBook } from './epoch-book.ts'

type Client = Pick<pg.Client, 'query'>

const LOOK_EVERY_MS = 5

/** Ends when the server is no longer a replica. A writer made read-only is checked again in a new session. */
const standBy = (forMs: number) => `do $$ begin
  for look in 1..${Math.ceil(forMs / LOOK_EVERY_MS)} loop
    exit when not pg_is_in_recovery();
    perform pg_sleep(${LOOK_EVERY_MS / 1_000});
  end loop;
end $$`

/** Any server may be a reader, even the writer. */
export async function greetReader(client: Client): Promise<Greeting> {
  return { identity: await databaseIdentity(client), epoch: undefined }
}

/**
 * Verifies that a server is the writer: writable, and in the newest epoch that this process knows of.
 *
 * Also begins the epoch of a server that has just become the writer. Everything is sent in one packet, because round
 * trips to another continent are slow.
 *
 * @param standByMs how long to hold a session to a read-only server in case it is promoted: a promotion is then noticed within
 *   milliseconds, or when it ends the session, without the delay of reconnecting
 */
export async function greetWriter(client: Client, book: EpochBook, standByMs = 0): Promise<Greeting> {
  const known = book.newest
  const [identity, epoch] = await Promise.all([databaseIdentity(client), takeEpoch(client, known)])
  if (identity.role === 'reader' || epoch === null) {
    if (standByMs <= 0) throw new ServerNotWritableError(identity.instance)
    await client.query(standBy(standByMs))
    return greetWriter(client, book)
  }
  if (epoch < known || epoch < 0) throw new EpochSupersededError(identity.instance, Math.abs(epoch), known)
  book.learn(epoch)
  if (epoch < book.newest) throw new EpochSupersededError(identity.instance, epoch, book.newest)
  return { identity, epoch }
}

async function takeEpoch(client: Client, known: number): Promise<number | null> {
  try {
    const { rows } = await client.query<{ epoch: string | null }>('select take_writer_epoch($1) as epoch', [
      known,
    ])
    const epoch = rows[0]?.epoch ?? null
    return epoch === null ? null : Number(epoch)
  } catch (error) {
    // The migration has not run yet, and it needs a writer.
    if (hasSqlState(error, SQLSTATE.undefinedFunction)) return 0
    if (hasSqlState(error, SQLSTATE.readOnlyTransaction)) return null
    throw error
  }
}
