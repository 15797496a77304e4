import type { Transaction } from 'kysely'
import type { DatabaseIdentity } from '../identity.ts'
import { type PreparedRead, prepareRead } from '../prepared.ts'
import type { Writer } from '../roles.ts'
import type { EpochBook } from '../routes/epoch-book.ts'
import type { ReaderRoute } from '../routes/reader-route.ts'
import type { WriterRoute } from '../routes/writer-route.ts'
import type { Schema } from '../schema.ts'
import { type Claim, type WriteInto, type WriteOnceResult, writeOnce } from '../write-once.ts'
import { writeTransaction } from '../write-transaction.ts'
import { type ReadRules, readConsistently } from './consistent-read.ts'
import { afterReading, isFresh, type Mark } from './marker.ts'
import { TokenCodec } from './token.ts'

export interface ReadOptions {
  /** From an earlier result. */
  readonly token?: string | undefined
  /** `always`: fail rather than return older data. `if-possible`: the freshest found. Default: `always`. */
  readonly mustBeFresh?: ReadRules['mustBeFresh']
}

export interface ConsistentRead<Row> {
  readonly value: readonly Row[]
  readonly servedBy: DatabaseIdentity
  /** To be sent with the visitor's next request, in any region. */
  readonly token: string
  /** Whether the answer includes all that the token requires. */
  readonly isFresh: boolean
  /**
   * Whether the token's client wrote in an epoch that was over in this snapshot. Such a write, if missing now, was lost with that
   * epoch's writer.
   */
  readonly isEpochOver: boolean
}

export interface ConsistencyOptions {
  readonly readers: ReaderRoute
  readonly writers: WriterRoute
  readonly book: EpochBook
  readonly writer: Writer
  readonly parkMs: number
  readonly catchUpMs: number
}

/** Reads and writes with tokens: converts tokens to the marks of `marker.ts` and back, and passes them to the routes. */
export class Consistency {
  readonly #options: ConsistencyOptions
  readonly #places: Parameters<typeof readConsistently>[0]
  #waits = 0
  #codec: TokenCodec | undefined
  #codecToBe: Promise<TokenCodec> | undefined

  constructor(options: ConsistencyOptions) {
    const { readers, writers } = options
    this.#options = options
    this.#places = {
      tierCount: readers.tierCount,
      ask: (question) => readers.ask(question),
      askAt: (tier, question) => readers.askAt(tier, question),
      runAtWriter: (sql, parameters) => writers.run(sql, parameters, 0),
      waiting: () => {
        this.#waits += 1
      },
    }
  }

  /** Reads since the process started for which the nearest reader lacked what the visitor had written or read. */
  get waits(): number {
    return this.#waits
  }

  async read<Parameters, Row>(
    query: PreparedRead<Parameters, Row>,
    parameters: Parameters,
    options: ReadOptions = {},
  ): Promise<ConsistentRead<Row>> {
    // Awaiting a codec that is already there would cost every read a microtask.
    const codec = this.#codec ?? (await this.#tokens())
    const mark = this.#understand(codec, options.token)
    const { rows, seen, servedBy } = await readConsistently(this.#places, query.statement(parameters), {
      mark,
      waitMs: this.#options.catchUpMs,
      mustBeFresh: options.mustBeFresh ?? 'always',
    })
    const next = afterReading(mark, seen)
    return {
      value: rows as unknown as readonly Row[],
      servedBy,
      token: next === mark && options.token !== undefined ? options.token : codec.encode(next),
      isFresh: isFresh(seen, mark),
      isEpochOver: mark?.shard !== undefined && seen.epoch > mark.epoch,
    }
  }

  async writeOnce(claim: Claim, write: WriteInto, token?: string): Promise<WriteOnceResult> {
    const mark = await this.#markOfWrite(token)
    const { writers, parkMs } = this.#options
    const { mark: next, ...written } = await writeOnce(writers, claim, write, { mark, budgetMs: parkMs })
    return { ...written, token: (await this.#tokens()).encode(next) }
  }

  async transaction<Result>(
    key: string,
    work: (transaction: Transaction<Schema>) => Promise<Result>,
    token?: string,
  ): Promise<{ readonly value: Result; readonly token: string }> {
    const mark = await this.#markOfWrite(token)
    const { writer, writers, parkMs } = this.#options
    const rules = { mark, key, budgetMs: parkMs }
    const { value, mark: next } = await writeTransaction(writer, writers, work, rules)
    return { value, token: (await this.#tokens()).encode(next) }
  }

  /** A write without a token needs no signing key yet and must not fail without one. */
  async #markOfWrite(token: string | undefined): Promise<Mark | undefined> {
    return token === undefined ? undefined : this.#understand(await this.#tokens(), token)
  }

  /** A token may also reveal an epoch that this process does not know yet. */
  #understand(codec: TokenCodec, token: string | undefined): Mark | undefined {
    const mark = codec.decode(token)
    this.#options.book.learn(mark?.epoch)
    return mark
  }

  /** The key is in the database, the same in every region; it is read once. */
  #tokens(): Promise<TokenCodec> {
    this.#codecToBe ??= this.#readKey().catch((error) => {
      this.#codecToBe = undefined
      throw error
    })
    return this.#codecToBe
  }

  async #readKey(): Promise<TokenCodec> {
    const { sql, parameters } = tokenKey.statement({})
    const { answer } = await this.#options.readers
      .run(sql, parameters)
      .catch(() => this.#options.writers.run(sql, parameters))
    this.#codec = new TokenCodec(String(answer.rows[0]?.key))
    return this.#codec
  }
}

const tokenKey = prepareRead<object, { key: string }>((db) => db.selectFrom('token_key').select('key'))
