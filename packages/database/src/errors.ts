/** A fault of this package: `code` is stable, the message is for people. */
export class DatabaseError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A migration that was already applied has been changed since. */
export class MigrationEdited extends DatabaseError {
  constructor(name: string, recorded: string, found: string) {
    super(
      'MERIDIAN_DATABASE_MIGRATION_EDITED',
      `Migration ${name} was applied with checksum ${recorded} and its file now has ${found}. ` +
        'Put the file back as it was and write the change as a new migration.',
    )
  }
}

/** A folder of migrations does not number its files 1, 2, 3, … */
export class MigrationsMisnumbered extends DatabaseError {
  constructor(found: string, wanted: number) {
    super(
      'MERIDIAN_DATABASE_MIGRATIONS_MISNUMBERED',
      `Found ${found} where a file beginning with ${String(wanted).padStart(4, '0')}- was expected. Rename it so that no number is missing or used twice.`,
    )
  }
}

/** The server's COMMIT answered ROLLBACK: an earlier statement had failed. */
export class TransactionAborted extends DatabaseError {
  constructor() {
    super(
      'MERIDIAN_DATABASE_TRANSACTION_ABORTED',
      'The transaction was rolled back at COMMIT because one of its statements had failed. Let that statement’s error pass instead of catching it.',
    )
  }
}

/** The database was used after it was closed. */
export class DatabaseClosed extends DatabaseError {
  constructor(role: string) {
    super('MERIDIAN_DATABASE_CLOSED', `The ${role} connections are closed. Open a new database to go on.`)
  }
}

/** A write was sent, its answer was lost, and the database could not be asked about it. */
export class OutcomeUnknown extends DatabaseError {
  constructor(operation: string, cause: unknown) {
    super(
      'MERIDIAN_DATABASE_OUTCOME_UNKNOWN',
      `It is not known whether ${operation} was stored. Send it again with the same idempotency key.`,
      { cause },
    )
  }
}
