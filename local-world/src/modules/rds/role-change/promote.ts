import { setTimeout as wait } from 'node:timers/promises'
import { type Administrator, openSession } from '../engine/administration.ts'
import { askForPromotion, isWritable } from '../engine/promotion.ts'
import { RoleChangeFailed } from '../errors.ts'
import type { InstancePlan } from '../plan/types.ts'
import type { RunningDatabase } from '../running-database.ts'
import { until } from './until.ts'

const PROMOTED_WITHIN_MS = 30_000
const RETRY_MS = 50

/** Makes a standby the writer and resolves when it accepts writes; a target that dies meanwhile is asked again when it is back. */
export async function promote(
  database: RunningDatabase,
  target: InstancePlan,
  session?: Administrator,
): Promise<void> {
  const { signal } = database.ended
  const deadline = performance.now() + PROMOTED_WITHIN_MS
  if (session && (await tryToPromote(session, signal))) return
  for (;;) {
    try {
      await using opened = await openSession(database.administrator(target.id), PROMOTED_WITHIN_MS)
      if (await tryToPromote(opened.client, signal)) return
    } catch (error) {
      signal.throwIfAborted()
      if (performance.now() > deadline)
        throw new RoleChangeFailed(
          `${target.id} could not be promoted within ${PROMOTED_WITHIN_MS} ms.`,
          error,
        )
    }
    await wait(RETRY_MS)
  }
}

/** False when the connection broke: the server may have died, and may come back as either. */
async function tryToPromote(client: Administrator, signal: AbortSignal): Promise<boolean> {
  try {
    if (!(await isWritable(client))) await askForPromotion(client)
    const look = async () => ((await isWritable(client)) ? true : undefined)
    return await until('the promoted server to accept writes', look, { withinMs: PROMOTED_WITHIN_MS, signal })
  } catch (error) {
    if (error instanceof RoleChangeFailed || signal.aborted) throw error
    return false
  }
}
