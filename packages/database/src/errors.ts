/** An error of this package: `code` is stable, the message is for people. */
export class DatabaseError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

export const CONNECT_TIMED_OUT = 'MERIDIAN_DATABASE_CONNECT_TIMED_OUT'

/** A migration that was already applied has been changed since. */
export class MigrationEditedError extends DatabaseError {
  constructor(name: string, recorded: string, found: string) {
    super(
      'MERIDIAN_DATABASE_MIGRATION_EDITED',
      `Migration ${name} was applied with checksum ${recorded} and its file now has ${found}. ` +
        'Put the file back as it was and write the change as a new migration.',
    )
  }
}

/** A folder of migrations does not number its files 1, 2, 3, … */
export class MigrationsMisnumberedError extends DatabaseError {
  constructor(found: string, wanted: number) {
    super(
      'MERIDIAN_DATABASE_MIGRATIONS_MISNUMBERED',
      `Found ${found} where a file beginning with ${String(wanted).padStart(4, '0')}- was expected. Rename it so that no number is missing or used twice.`,
    )
  }
}

/** The server answered COMMIT with ROLLBACK: an earlier statement had failed. */
export class TransactionAbortedError extends DatabaseError {
  constructor() {
    super(
      'MERIDIAN_DATABASE_TRANSACTION_ABORTED',
      'The transaction was rolled back at COMMIT because one of its statements had failed. Let that statement’s error pass instead of catching it.',
    )
  }
}

/** The database was used after it was closed. */
export class DatabaseClosedError extends DatabaseError {
  constructor(role: string) {
    super('MERIDIAN_DATABASE_CLOSED', `The ${role} connections are closed. Open a new database to go on.`)
  }
}

/** A write was sent, its answer was lost, and the database could not be asked about it. */
export class OutcomeUnknownError extends DatabaseError {
  constructor(operation: string, cause: unknown) {
    super(
      'MERIDIAN_DATABASE_OUTCOME_UNKNOWN',
      `It is not known whether ${operation} was stored. Send it again with the same idempotency key.`,
      { cause },
    )
  }
}

/** No verified writer was found within the time that the write could wait. */
export class WriterUnavailableError extends DatabaseError {
  /** When to retry. */
  readonly retryAfterSeconds = 1

  constructor(afterMs: number, cause: unknown) {
    const last = cause instanceof Error ? `; last: ${cause.message}` : ''
    super(
      'MERIDIAN_DATABASE_WRITER_UNAVAILABLE',
      `No writer was found within ${Math.round(afterMs)} ms${last}. Nothing was stored; send it again with the same idempotency key.`,
      { cause },
    )
  }
}

/** Too few regions support the writer, and that did not change while the write could wait. */
export class MajorityLostError extends DatabaseError {
  /** Another region must come back first, or an operator must act. */
  readonly retryAfterSeconds = 2

  constructor(afterMs: number, cause: unknown) {
    const { detail } = cause as { detail?: string }
    super(
      'MERIDIAN_DATABASE_MAJORITY_LOST',
      `Too few regions support the writer, for at least ${Math.round(afterMs)} ms${detail === undefined ? '' : `: ${detail}`}. ` +
        'Nothing was stored. Writes go on when another region renews; if none is left, see "last region" in the failover runbook.',
      { cause },
    )
  }
}

/** The maximum number of writes is parked. */
export class TooManyParkedError extends DatabaseError {
  readonly retryAfterSeconds = 2

  constructor(most: number) {
    super(
      'MERIDIAN_DATABASE_TOO_MANY_PARKED',
      `${most} writes wait for a writer already, which is the most that may. Nothing was stored; send it again in a moment.`,
    )
  }
}

/** A server did not answer, or did not open a session in time. */
export class ConnectTimedOutError extends DatabaseError {
  constructor({ host, port }: { readonly host: string; readonly port: number }, afterMs: number) {
    super(
      CONNECT_TIMED_OUT,
      `${host}:${port} opened no session within ${afterMs} ms. It is gone, or too busy; another address is tried, and this one again.`,
    )
  }
}

/** A server reached as the writer is read-only. */
export class ServerNotWritableError extends DatabaseError {
  constructor(instance: string) {
    super(
      'MERIDIAN_DATABASE_NOT_WRITABLE',
      `${instance} was reached as the writer and takes no writes. It is a reader, or the name has not moved yet; wait or look for another.`,
    )
  }
}

/** A server accepts writes in an epoch that is over. */
export class EpochSupersededError extends DatabaseError {
  constructor(instance: string, offered: number, newest: number) {
    super(
      'MERIDIAN_DATABASE_EPOCH_SUPERSEDED',
      `${instance} offers to write in epoch ${offered} and epoch ${newest} is known to have begun. It is a former writer: nothing may be written there.`,
    )
  }
}

/** No reachable server has the writes that the token requires. */
export class NotCaughtUpError extends DatabaseError {
  readonly retryAfterSeconds = 1

  constructor(afterMs: number) {
    super(
      'MERIDIAN_DATABASE_NOT_CAUGHT_UP',
      `No reader, and no writer that can be reached, has what the consistency token asks for (waited ${Math.round(afterMs)} ms). Ask again in a moment, or without the token for an older answer.`,
    )
  }
}
