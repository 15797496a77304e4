import { sql, type Transaction } from 'kysely'
import { afterWriting, type Mark, shardFor } from './consistency/marker.ts'
import { EpochSupersededError, OutcomeUnknownError, WriterUnavailableError } from './errors.ts'
import { classifyFailure, type FailureKind } from './failures/classify.ts'
import type { Writer } from './roles.ts'
import type { WriterRoute } from './routes/writer-route.ts'
import type { Schema } from './schema.ts'

/** Total attempts; only those known to have done nothing are repeated. */
const ATTEMPTS = 4
const REPEATABLE: ReadonlySet<FailureKind> = new Set([
  'refused-write',
  'not-reached',
  'conflict',
  'no-majority',
])

/**
 * Runs several statements as one fenced, marked transaction.
 *
 * The marker is advanced first, so a server of another epoch refuses before `work` begins. If the server changes its role
 * midway, nothing is stored and `work` runs again, so it must have no side effects beyond its statements. If the answer to
 * COMMIT is lost, it throws `OutcomeUnknownError`: writes that must be repeatable belong in `writeOnce`.
 */
export async function writeTransaction<Result>(
  writer: Writer,
  route: WriterRoute,
  work: (transaction: Transaction<Schema>) => Promise<Result>,
  rules: { readonly mark: Mark | undefined; readonly key: string; readonly budgetMs: number },
): Promise<{ readonly value: Result; readonly mark: Mark }> {
  const shard = shardFor(rules.mark, rules.key)
  const untilMs = performance.now() + rules.budgetMs
  let last: unknown
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const session = await route.acquire(Math.max(0, untilMs - performance.now()))
    const epoch = session.epoch ?? 0
    try {
      return await writer.transaction().execute(async (transaction) => {
        const n = await moveMarker(transaction, session.identity.instance, shard, epoch)
        const value = await work(transaction)
        return { value, mark: afterWriting(rules.mark, { epoch, shard, n }) }
      })
    } catch (error) {
      last = error
      if (error instanceof EpochSupersededError) route.abandon(error)
      else {
        const kind = classifyFailure(error)
        route.report(session, error)
        if (kind === 'lost') throw new OutcomeUnknownError('the transaction', error)
        if (!REPEATABLE.has(kind)) throw error
      }
    }
  }
  throw new WriterUnavailableError(rules.budgetMs, last)
}

async function moveMarker(
  transaction: Transaction<Schema>,
  instance: string,
  shard: number,
  epoch: number,
): Promise<number> {
  const moved = await transaction
    .updateTable('commit_markers')
    .set({ n: sql<number>`n + 1` })
    .where('shard', '=', shard)
    .where('epoch', '=', epoch as never)
    .returning('n')
    .executeTakeFirst()
  if (moved === undefined) throw new EpochSupersededError(instance, epoch, epoch + 1)
  return Number(moved.n)
}
