import { createHash } from 'node:crypto'
import { expressionBuilder, type QueryCreator, sql } from 'kysely'
import type { Session } from './connection/session.ts'
import { afterWriting, type Mark, shardFor } from './consistency/marker.ts'
import type { Statement } from './consistency/snapshot.ts'
import {
  DatabaseClosedError,
  EpochSupersededError,
  OutcomeUnknownError,
  WriterUnavailableError,
} from './errors.ts'
import { classifyFailure, type FailureKind } from './failures/classify.ts'
import type { DatabaseIdentity } from './identity.ts'
import { namedValues } from './named-values.ts'
import { builder, prepareRead } from './prepared.ts'
import type { WriterRoute } from './routes/writer-route.ts'
import type { Schema } from './schema.ts'

/** A write with a client-chosen key, so that sending it twice stores it once. */
export interface Claim {
  readonly key: string
  /** The application's name for the operation; a key belongs to one. */
  readonly operation: string
  /** Hash of the request: see `fingerprintOf`. */
  readonly fingerprint: string
  /** Stored with the key and returned for every repeated write. */
  readonly outcome: Readonly<Record<string, unknown>>
}

type WriteOnceStatus =
  | { readonly status: 'written' }
  /** The key had been used for the same request; this was its outcome. */
  | { readonly status: 'repeated'; readonly outcome: unknown }
  /** The key had been used for another request. */
  | { readonly status: 'key-reused' }

/** A write's outcome, the server that took it, and the token to read it in any region. */
export type WriteOnceResult = WriteOnceStatus & {
  readonly servedBy: DatabaseIdentity
  readonly token: string
}

/** A write's outcome, the server that took it, and the mark for later reads. */
export type WrittenOnce = WriteOnceStatus & { readonly servedBy: DatabaseIdentity; readonly mark: Mark }

/** Extends the statement that claims the key: `claimed` is empty if the key was used before. */
export type WriteInto = (claimed: QueryCreator<Schema & { claimed: { key: string } }>) => {
  selectNoFrom: QueryCreator<Schema & { claimed: { key: string } }>['selectNoFrom']
}

const SHARD = Symbol('shard')
const EPOCH = Symbol('epoch')

/** A writer found late still has this long to answer, even beyond the write's budget. */
const LEAST_ATTEMPT_MS = 1_000

/** Failures after which the same statement may be retried: it did nothing, or its key shows what it did. */
const REPEATABLE: ReadonlySet<FailureKind> = new Set([
  'refused-write',
  'not-reached',
  'lost',
  'stale-session',
  'conflict',
  'no-majority',
])

/**
 * Runs a write once per key, in one statement, at the writer.
 *
 * The statement advances a commit marker of this epoch, claims the key and writes: all or nothing, in one round trip. A server
 * whose markers are of another epoch does none of it. After a lost answer the same statement is sent again: the claim finds
 * the key if the write was stored, so check and write are atomic. If a server takes the statement but does not answer within
 * the budget, the outcome is unknown; the caller does not wait until the connection is found dead.
 */
export async function writeOnce(
  route: WriterRoute,
  claim: Claim,
  write: WriteInto,
  rules: { readonly mark: Mark | undefined; readonly budgetMs: number },
): Promise<WrittenOnce> {
  const shard = shardFor(rules.mark, claim.key)
  const statement = compileWrite(claim, write, shard)
  const untilMs = performance.now() + rules.budgetMs
  let lost: unknown
  while (true) {
    const session = await acquire(route, untilMs - performance.now(), claim, lost)
    try {
      const forMs = Math.max(LEAST_ATTEMPT_MS, untilMs - performance.now())
      const written = await answeredWithin(forMs, attempt(session, statement, claim), claim)
      const mark = afterWriting(rules.mark, { epoch: session.epoch ?? 0, shard, n: written.n })
      if (written.status !== undefined) return { ...written.status, servedBy: session.identity, mark }
    } catch (error) {
      lost = dispose(route, session, error, claim, lost)
    }
  }
}

async function answeredWithin<Answer>(forMs: number, answer: Promise<Answer>, claim: Claim): Promise<Answer> {
  const silent = Promise.withResolvers<never>()
  const timer = setTimeout(
    () =>
      silent.reject(
        new OutcomeUnknownError(
          claim.operation,
          new Error(`The writer was silent for ${Math.round(forMs)} ms`),
        ),
      ),
    forMs,
  )
  // It may fail after the time-out.
  answer.catch(() => {})
  try {
    return await Promise.race([answer, silent.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Decides whether to retry; returns the error that leaves the outcome in doubt, if any. */
function dispose(route: WriterRoute, session: Session, error: unknown, claim: Claim, lost: unknown): unknown {
  if (error instanceof OutcomeUnknownError) throw error
  if (error instanceof EpochSupersededError) {
    route.abandon(error)
    return lost
  }
  const kind = classifyFailure(error)
  route.report(session, error)
  if (!REPEATABLE.has(kind)) {
    throw kind === 'busy' && lost !== undefined ? new OutcomeUnknownError(claim.operation, lost) : error
  }
  return kind === 'lost' ? error : lost
}

async function acquire(route: WriterRoute, forMs: number, claim: Claim, lost: unknown): Promise<Session> {
  try {
    if (forMs <= 0) throw new WriterUnavailableError(0, lost)
    return await route.acquire(forMs)
  } catch (error) {
    if (lost === undefined || error instanceof DatabaseClosedError) throw error
    throw new OutcomeUnknownError(claim.operation, lost)
  }
}

function compileWrite(claim: Claim, write: WriteInto, shard: number): (epoch: number) => Statement {
  const eb = expressionBuilder<Schema>()
  const stored = namedValues({
    key: eb.val(claim.key),
    operation: eb.val(claim.operation),
    fingerprint: eb.val(claim.fingerprint),
    outcome: eb.cast<string>(eb.val(JSON.stringify(claim.outcome)), 'jsonb'),
  })
  const begun = builder
    .with('marked', (db) =>
      db
        .updateTable('commit_markers')
        .set({ n: sql<number>`n + 1` })
        .where('shard', '=', SHARD as never)
        .where('epoch', '=', EPOCH as never)
        .returning('n'),
    )
    .with('claimed', (db) =>
      db
        .insertInto('idempotency_keys')
        .columns(stored.columns)
        .expression((eb) => eb.selectFrom('marked').select(stored.selections))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key'),
    )
  const compiled = write(begun as never)
    .selectNoFrom((eb) => [
      eb
        .selectFrom('marked' as never)
        .select('n' as never)
        .as('n'),
      eb.exists(eb.selectFrom('claimed').select('key')).as('is_claimed'),
    ])
    .compile()
  return (epoch) => ({
    sql: compiled.sql,
    parameters: compiled.parameters.map((value) =>
      value === SHARD ? shard : value === EPOCH ? epoch : value,
    ),
  })
}

/** Status undefined: the conflicting key is gone again, because the transaction that used it was rolled back. */
async function attempt(
  session: Session,
  statement: (epoch: number) => Statement,
  claim: Claim,
): Promise<{ readonly n: number; readonly status: WriteOnceStatus | undefined }> {
  const epoch = session.epoch ?? 0
  const begun = statement(epoch)
  const [row] = (await session.run(begun.sql, begun.parameters)).rows
  if (row === undefined || row.n === null)
    throw new EpochSupersededError(session.identity.instance, epoch, epoch + 1)
  const n = Number(row.n)
  return { n, status: row.is_claimed === true ? { status: 'written' } : await recall(session, claim) }
}

const storedClaim = prepareRead((db, { key }: { key: string }) =>
  db.selectFrom('idempotency_keys').select(['operation', 'fingerprint', 'outcome']).where('key', '=', key),
)

async function recall(session: Session, claim: Claim): Promise<WriteOnceStatus | undefined> {
  const question = storedClaim.statement({ key: claim.key })
  const [stored] = (await session.run(question.sql, question.parameters)).rows
  if (stored === undefined) return undefined
  const isSame = stored.operation === claim.operation && stored.fingerprint === claim.fingerprint
  return isSame ? { status: 'repeated', outcome: stored.outcome } : { status: 'key-reused' }
}

/** A hash of a request that does not depend on the order of its fields. */
export function fingerprintOf(request: Readonly<Record<string, unknown>>): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest('base64url')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  )
}
