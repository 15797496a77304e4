import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Database,
  judgeSchema,
  readSchemaState,
  requiredSchemaVersion,
  type SchemaVerdict,
} from '@meridian/database'
import type { Logger } from '@meridian/observability'
import type { ApiLifecycle } from './lifecycle.ts'

const ASK_EVERY_MS = 100

/**
 * Polls the reader's schema until it suits this program, however long that takes: at first start the database may not
 * be up, and in another region the migration arrives by replication.
 *
 * Resolves with the last verdict: `ready`, or `refuse` when the schema is too new for this program.
 */
export async function watchSchema(
  database: Database,
  lifecycle: ApiLifecycle,
  logger: Logger,
  signal: AbortSignal,
): Promise<SchemaVerdict | undefined> {
  const needed = requiredSchemaVersion()
  let lastSaid = ''
  while (!signal.aborted) {
    const { verdict, state } = await judge(database, needed)
    lifecycle.schema = verdict
    if (verdict === 'ready' || verdict === 'refuse') return verdict
    if (state !== lastSaid) logger.info({ needed, found: state }, 'waiting for the database')
    lastSaid = state
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
  return lifecycle.schema
}

async function judge(
  database: Database,
  needed: number,
): Promise<{ readonly verdict: SchemaVerdict | undefined; readonly state: string }> {
  try {
    const schema = await readSchemaState(database.reader)
    return { verdict: judgeSchema(schema, needed), state: `schema ${schema.version}` }
  } catch (error) {
    return {
      verdict: undefined,
      state: `no answer (${(error as { code?: string }).code ?? 'connection lost'})`,
    }
  }
}
