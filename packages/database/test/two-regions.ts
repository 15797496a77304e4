import { vi } from 'vitest'
import { type Database, type DatabaseOptions, openDatabase } from '../src/database.ts'
import { asAdministrator, createMigratedDatabase } from './databases.ts'
import { startFollower, startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'
import { openUnreliablePath, type UnreliablePath } from './unreliable-path.ts'

/** A real primary and standby, and the network paths to them. */
export interface TwoRegions extends AsyncDisposable {
  readonly virginia: ThrowawayPostgres
  readonly seoul: ThrowawayPostgres
  /** The name that follows the writer. */
  readonly writerName: UnreliablePath
  readonly name: string
  /** A Seoul task's database: reads there, writes wherever the name points. */
  open(options?: Partial<DatabaseOptions>): Database
  /** Pauses WAL replay on the standby. */
  pauseReplication(): Promise<void>
  resumeReplication(): Promise<void>
  /** Stops the standby from receiving WAL. */
  cutReplication(): Promise<void>
  /** Makes the standby the writer and ends its sessions, as Aurora does. */
  promoteSeoul(): Promise<void>
  untilCaughtUp(): Promise<void>
}

export async function startTwoRegions(): Promise<TwoRegions> {
  const virginia = await startThrowawayPostgres(['cluster_name=meridian-use1-1'])
  const name = await createMigratedDatabase(virginia)
  await virginia.shutDown()
  const seoul = await startFollower(virginia, ['cluster_name=meridian-apne2-1'])
  await virginia.restart()
  const writerName = await openUnreliablePath(virginia.port)
  const opened: Database[] = []
  const inSeoul = (sql: string) => asAdministrator(seoul, 'postgres', sql)

  return {
    virginia,
    seoul,
    writerName,
    name,
    open(options = {}) {
      const { endpoint, credentials, tls } = seoul.settings(name)
      const database = openDatabase({
        reader: endpoint,
        writer: writerName.endpoint,
        credentials,
        database: name,
        tls,
        applicationName: 'test',
        ...options,
      })
      opened.push(database)
      return database
    },
    async pauseReplication() {
      await inSeoul('select pg_wal_replay_pause()')
    },
    async resumeReplication() {
      await inSeoul('select pg_wal_replay_resume()')
    },
    async cutReplication() {
      await inSeoul("alter system set primary_conninfo = ''")
      await inSeoul('select pg_reload_conf()')
      const receivers = 'select count(*)::int as n from pg_stat_wal_receiver'
      await vi.waitUntil(async () => (await inSeoul(receivers)).rows[0]?.n === 0)
    },
    async promoteSeoul() {
      await inSeoul('select pg_promote()')
      await inSeoul(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'test %'",
      )
      writerName.leadTo(seoul.port)
    },
    async untilCaughtUp() {
      const { rows } = await asAdministrator(virginia, 'postgres', 'select pg_current_wal_lsn() as lsn')
      const { lsn } = rows[0] as { lsn: string }
      const caughtUp = `select pg_last_wal_replay_lsn() >= '${lsn}' as has`
      await vi.waitUntil(async () => (await inSeoul(caughtUp)).rows[0]?.has === true, { timeout: 10_000 })
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((database) => database.close()))
      await writerName[Symbol.asyncDispose]()
      await seoul.stop()
      await virginia.stop()
    },
  }
}
