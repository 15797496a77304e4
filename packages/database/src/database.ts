import { Kysely, type Transaction } from 'kysely'
import { ExclusiveConnections } from './connection/exclusive-connections.ts'
import { type CredentialsSource, Login } from './connection/login.ts'
import { firstToOpen, sessionsAt } from './connection/open-session.ts'
import {
  type ConnectionSettings,
  type Credentials,
  DEFAULT_TIMEOUTS,
  type Endpoint,
  type Timeouts,
} from './connection/settings.ts'
import { SharedConnections } from './connection/shared-connections.ts'
import { Consistency, type ConsistentRead, type ReadOptions } from './consistency/consistency.ts'
import { pipelinedDialect } from './dialect/pipelined-dialect.ts'
import type { PreparedRead } from './prepared.ts'
import type { Reader, Writer } from './roles.ts'
import { EpochBook } from './routes/epoch-book.ts'
import { greetReader, greetWriter } from './routes/greet.ts'
import { ReaderRoute } from './routes/reader-route.ts'
import { type ReplicationLag, Watch } from './routes/watch.ts'
import { WriterRoute } from './routes/writer-route.ts'
import type { Schema } from './schema.ts'
import type { Claim, WriteInto, WriteOnceResult } from './write-once.ts'

export interface DatabaseOptions {
  readonly reader: Endpoint
  /** Readers in the other regions, nearest first: used when the local one is down or behind. */
  readonly otherReaders?: readonly Endpoint[]
  /** The name that follows the writer. */
  readonly writer: Endpoint
  /** Other addresses where the writer may be until the name has been updated. */
  readonly otherWriters?: readonly Endpoint[]
  readonly credentials: Credentials | CredentialsSource
  readonly database: string
  readonly applicationName: string
  readonly tls?: 'verify' | 'off'
  readonly timeouts?: Partial<Timeouts>
  /** Shared connections per role; a pipelined connection carries about 10,000 statements a second. */
  readonly sharedConnections?: number
  /** Maximum concurrent transactions per role. */
  readonly transactionConnections?: number
  /** How long a write waits for a writer, and how many may wait. */
  readonly parking?: { readonly budgetMs?: number; readonly most?: number }
  /** How long a read with a token waits for the nearest reader. */
  readonly catchUpMs?: number
  /** How often to poll all regions; never by default. */
  readonly watchEveryMs?: number
  /** Where this program runs; while it polls, it renews this region's support. Default: no region. */
  readonly region?: string
}

export interface RoleLoad {
  readonly connections: number
  readonly inFlight: number
}

/** How services reach their data: a local reader and a remote writer. */
export interface Database extends AsyncDisposable {
  readonly reader: Reader
  readonly writer: Writer
  /** The writer, for questions about its state: fails at once if no writer is known. */
  readonly writerIfKnown: Reader
  /** Reads data at least as new as the token, from the nearest server that has it. */
  read<Parameters, Row>(
    query: PreparedRead<Parameters, Row>,
    parameters: Parameters,
    options?: ReadOptions,
  ): Promise<ConsistentRead<Row>>
  /** Writes once per claim key; parked while there is no writer. */
  writeOnce(claim: Claim, write: WriteInto, token?: string): Promise<WriteOnceResult>
  /** Runs several statements as one fenced transaction; `key` identifies the visitor, whose writes keep their order. */
  transaction<Result>(
    key: string,
    work: (transaction: Transaction<Schema>) => Promise<Result>,
    token?: string,
  ): Promise<{ readonly value: Result; readonly token: string }>
  /** Starts connecting to reader and writer in the background, retrying until it succeeds. */
  warm(): void
  /** How far the nearest reader is behind; undefined until a heartbeat is seen. */
  readonly lag: ReplicationLag | undefined
  /** Whether the writer last reported the support of a majority of regions; undefined while it is unreachable. */
  readonly isWriterSupported: boolean | undefined
  /** The newest epoch this process knows of. */
  readonly epoch: number
  load(): Readonly<Record<'reader', RoleLoad> & Record<'writer', RoleLoad & { readonly parked: number }>>
  /** Counts since the process started: writes that waited for a writer, reads that waited for a reader to catch up. */
  readonly waits: { readonly parkedWrites: number; readonly consistencyWaits: number }
  /** Lets running queries finish, then closes every connection. */
  close(): Promise<void>
}

const DEFAULTS = {
  sharedConnections: 2,
  transactionConnections: 8,
  parkMs: 8_000,
  mostParked: 1_000,
  catchUpMs: 250,
  /** Must be below the statement timeout. */
  standByMs: 250,
} as const

/** Prepares both roles without connecting, so the servers may start later. */
export function openDatabase(options: DatabaseOptions): Database {
  const login = new Login(options.credentials)
  const book = new EpochBook()
  const readers = openReaders(options, login)
  const writers = openWriters(options, login, book)
  const parkMs = options.parking?.budgetMs ?? DEFAULTS.parkMs
  const exclusive = {
    reader: exclusiveConnections(options, login, 'reader'),
    writer: exclusiveConnections(options, login, 'writer'),
  }
  const reader = new Kysely<Schema>({ dialect: pipelinedDialect(readers, exclusive.reader) })
  const writer = new Kysely<Schema>({ dialect: pipelinedDialect(writers, exclusive.writer) })
  const unparked = { run: (sql: string, values: readonly unknown[]) => writers.run(sql, values, 0) }
  const writerIfKnown = new Kysely<Schema>({ dialect: pipelinedDialect(unparked, exclusive.writer) })
  const consistency = new Consistency({
    readers,
    writers,
    book,
    writer,
    parkMs,
    catchUpMs: options.catchUpMs ?? DEFAULTS.catchUpMs,
  })
  const watch =
    options.watchEveryMs === undefined
      ? undefined
      : new Watch(readers, writers, book, { everyMs: options.watchEveryMs, region: options.region })
  let closing: Promise<void> | undefined

  async function closeAll(): Promise<void> {
    watch?.stop()
    await Promise.all([reader.destroy(), writer.destroy(), writerIfKnown.destroy()])
    await Promise.all([readers.close(), writers.close(), exclusive.reader.close(), exclusive.writer.close()])
  }
  const close = (): Promise<void> => {
    closing ??= closeAll()
    return closing
  }

  return {
    // Kysely's read-only form is only a type: the compiler enforces it here, the server at run time.
    reader: reader as unknown as Reader,
    writer,
    writerIfKnown: writerIfKnown as unknown as Reader,
    read: (query, parameters, how) => consistency.read(query, parameters, how),
    writeOnce: (claim, write, token) => consistency.writeOnce(claim, write, token),
    transaction: (key, work, token) => consistency.transaction(key, work, token),
    warm() {
      writers.seek()
      readers.warm()
    },
    get lag() {
      return watch?.lag
    },
    get isWriterSupported() {
      return watch?.isWriterSupported
    },
    get epoch() {
      return book.newest
    },
    load: () => ({ reader: readers.load, writer: writers.load }),
    get waits() {
      return { parkedWrites: writers.everParked, consistencyWaits: consistency.waits }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A slow reader is replaced by another one; reads never wait for locks as writes do, so these are shorter. */
const READER_TIMEOUTS = { statementMs: 2_500, silenceMs: 1_500 } as const
const WRITER_TIMEOUTS = { statementMs: 4_000, silenceMs: 3_000 } as const

function openReaders(options: DatabaseOptions, login: Login): ReaderRoute {
  const endpoints = [options.reader, ...(options.otherReaders ?? [])]
  const timeouts = { ...READER_TIMEOUTS, ...options.timeouts }
  return new ReaderRoute(
    endpoints.map(
      (endpoint, tier) =>
        new SharedConnections({
          role: 'reader',
          open: sessionsAt(endpoint, settingsFor(options, 'reader', timeouts), login, greetReader),
          // Readers in other regions are only a fallback.
          size: tier === 0 ? (options.sharedConnections ?? DEFAULTS.sharedConnections) : 1,
          silenceMs: timeouts.silenceMs,
        }),
    ),
  )
}

function openWriters(options: DatabaseOptions, login: Login, book: EpochBook): WriterRoute {
  const timeouts = { ...WRITER_TIMEOUTS, ...options.timeouts }
  const settings = settingsFor(options, 'writer', timeouts)
  const ways = [options.writer, ...(options.otherWriters ?? [])].map((endpoint) =>
    sessionsAt(endpoint, settings, login, (client) => greetWriter(client, book, DEFAULTS.standByMs)),
  )
  return new WriterRoute({
    connections: new SharedConnections({
      role: 'writer',
      open: firstToOpen(ways),
      size: options.sharedConnections ?? DEFAULTS.sharedConnections,
      silenceMs: timeouts.silenceMs,
    }),
    book,
    parkMs: options.parking?.budgetMs ?? DEFAULTS.parkMs,
    mostParked: options.parking?.most ?? DEFAULTS.mostParked,
  })
}

function exclusiveConnections(
  options: DatabaseOptions,
  login: Login,
  role: 'reader' | 'writer',
): ExclusiveConnections {
  const settings = { ...settingsFor(options, role, options.timeouts ?? {}), endpoint: options[role] }
  return new ExclusiveConnections(
    settings,
    login,
    options.transactionConnections ?? DEFAULTS.transactionConnections,
  )
}

function settingsFor(
  options: DatabaseOptions,
  role: 'reader' | 'writer',
  timeouts: Partial<Timeouts>,
): Omit<ConnectionSettings, 'credentials' | 'endpoint'> {
  return {
    database: options.database,
    tls: options.tls ?? 'verify',
    applicationName: `${options.applicationName} ${role}`,
    timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts },
  }
}
