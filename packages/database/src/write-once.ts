import { createHash } from 'node:crypto'
import { isConnectionLost } from './connection-lost.ts'
import type { Reader, Writer } from './database.ts'
import { OutcomeUnknown } from './errors.ts'
import type { DatabaseIdentity } from './identity.ts'
import { prepareRead, type Served } from './prepared.ts'

/** A write that its client named, so that sending it twice stores it once. */
export interface Claim {
  readonly key: string
  /** What is done, in the application's words; a key belongs to one operation. */
  readonly operation: string
  /** Hash of the request: see `fingerprintOf`. */
  readonly fingerprint: string
  /** Kept with the key, and given back to whoever asks again. */
  readonly outcome: Readonly<Record<string, unknown>>
}

export type WriteOnceResult = { readonly servedBy?: DatabaseIdentity | undefined } & WriteOnceStatus

type WriteOnceStatus =
  | { readonly status: 'written' }
  /** The key had been used for the same request; this was its outcome. */
  | { readonly status: 'repeated'; readonly outcome: unknown }
  /** The key had been used for another request. */
  | { readonly status: 'key-reused' }

/** Attempts in all: the write, and once more when it is known not to have happened. */
const ATTEMPTS = 2

/**
 * Begins a statement whose first part claims the key: nothing else in the statement may happen unless it did.
 *
 * A key and its write in one statement are one transaction and one round trip, which matters when the writer is a
 * continent away. Take the values of the write from `claimed`, which is empty when the key was used before.
 */
export function claimKey(writer: Writer, claim: Claim) {
  return writer.with('claimed', (db) =>
    db
      .insertInto('idempotency_keys')
      .values({
        key: claim.key,
        operation: claim.operation,
        fingerprint: claim.fingerprint,
        outcome: JSON.stringify(claim.outcome),
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key'),
  )
}

const storedClaim = prepareRead((db, { key }: { key: string }) =>
  db.selectFrom('idempotency_keys').select(['operation', 'fingerprint', 'outcome']).where('key', '=', key),
)

/**
 * Runs a write that begins with `claimKey` and tells what became of it.
 *
 * When the connection breaks before the answer, the key is looked up before anything is run again: the write may have been
 * stored. When it cannot be looked up either, `OutcomeUnknown` is thrown and the client must ask again with the same key.
 *
 * @param write answers true when the key was claimed by this call
 */
export async function writeOnce(
  writer: Writer,
  claim: Claim,
  write: () => Promise<Served<boolean>>,
): Promise<WriteOnceResult> {
  let lost: unknown
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const { value: isClaimed, servedBy } = await write()
      if (isClaimed) return { status: 'written', servedBy }
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      lost = error
    }
    const found = await recallOrUnknown(writer, claim)
    if (found !== undefined) return found
  }
  throw new OutcomeUnknown(claim.operation, lost)
}

async function recallOrUnknown(writer: Writer, claim: Claim): Promise<WriteOnceResult | undefined> {
  try {
    return await recall(writer, claim)
  } catch (error) {
    throw isConnectionLost(error) ? new OutcomeUnknown(claim.operation, error) : error
  }
}

/** What is stored under the key; undefined when nothing is. */
async function recall(writer: Writer, claim: Claim): Promise<WriteOnceResult | undefined> {
  const { value, servedBy } = await storedClaim(writer as unknown as Reader, { key: claim.key })
  const [stored] = value
  if (stored === undefined) return undefined
  const isSame = stored.operation === claim.operation && stored.fingerprint === claim.fingerprint
  return isSame
    ? { status: 'repeated', outcome: stored.outcome, servedBy }
    : { status: 'key-reused', servedBy }
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
