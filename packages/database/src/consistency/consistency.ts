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
  /** What an earlier answer gave. */
  readonly token?: string | undefined
  /** `always`: no answer rather than an older one. `if-possible`: the freshest there is. Default: `always`. */
  readonly mustBeFresh?: ReadRules['mustBeFresh']
}

export interface ConsistentRead<Row> {
  readonly value: readonly Row[]
  readonly servedBy: DatabaseIdentity
  /** To be given with the visitor's next request, in whichever region. */
  readonly token: string
  /** Whether the answer has all that the token asked for. */
  readonly isFresh: boolean
  /**
   * Whether the token's client wrote in an epoch that was over in this snapshot. What it wrote then and cannot find now was lost
   * with that epoch's writer.
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

/** Reads and writes that carry tokens: the marks of `marker.ts` made into text and back, and passed to the routes that need them. */
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

  /** Reads since the process started whose visitor had written, or read, what the nearest reader had not yet. */
  get waits(): number {
    return this.#waits
  }

  async read<Parameters, Row>(
    query: PreparedRead<Parameters, Row>,
    parameters: Parameters,
    options: ReadOptions = {},
  ): Promise<ConsistentRead<Row>> {
    // Awaiting what is there already would cost every read a turn of the microtask queue.
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

  /** A write without a token needs no key before it runs, and should not fail for want of one. */
  async #markOfWrite(token: string | undefined): Promise<Mark | undefined> {
    return token === undefined ? undefined : this.#understand(await this.#tokens(), token)
  }

  /** A token is also news: it may come from an epoch that this process has not heard of. */
  #understand(codec: TokenCodec, token: string | undefined): Mark | undefined {
    const mark = codec.decode(token)
    this.#options.book.learn(mark?.epoch)
    return mark
  }

  /** The key is in the database, the same in every region; it is asked for once. */
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
