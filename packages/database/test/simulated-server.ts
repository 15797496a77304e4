import type { Answer, Row } from '../src/connection/session.ts'

/** One commit: the beginning of an epoch, or a write with its marker. */
type Commit =
  | { readonly epoch: number; readonly writer: string }
  | { readonly shard: number; readonly key: string | undefined }

const answerOf = (...rows: Row[]): Answer =>
  ({ rows, rowCount: rows.length, command: 'SELECT', oid: 0, fields: [] }) as Answer
const refusal = (code: string, message: string) => Object.assign(new Error(message), { code })

/** A fake clock; every promotion is later than the previous one. */
let clock = 1_000_000

/**
 * A server that understands only the library's own statements.
 *
 * Its state is a list of commits, so that a follower is a server with fewer of them.
 */
export class SimulatedServer {
  readonly region: number
  readonly instance: string
  #commits: Commit[] = []
  #isWritable = false
  #isFenced = false
  #hasMajority = true

  constructor(region: number) {
    this.region = region
    this.instance = `meridian-r${region}-1`
  }

  /** Takes over. SPEC.md assumes that some service reaches it before the writer changes again. */
  promote(): void {
    this.#isWritable = true
    this.#isFenced = false
    this.#hasMajority = true
    clock += 1_000
    this.#takeEpoch(0)
  }

  demote(): void {
    this.#isWritable = false
  }

  /** Is cut off for longer than a lease lasts. */
  loseMajority(): void {
    this.#hasMajority = false
  }

  /** Becomes a copy made after the primary's epoch began: the second assumption in SPEC.md. */
  follow(primary: SimulatedServer): void {
    this.#isWritable = false
    this.#isFenced = false
    const begun = primary.#commits.findLastIndex((commit) => 'epoch' in commit)
    const common = this.#commits.filter((commit, index) => commit === primary.#commits[index])
    this.#commits = primary.#commits.slice(0, Math.max(begun + 1, common.length))
  }

  /** Applies the next commits of the primary. */
  apply(primary: SimulatedServer, most: number): void {
    const from = this.#commits.length
    const until = Math.min(primary.#commits.length, from + most)
    if (!this.#isWritable) this.#commits.push(...primary.#commits.slice(from, until))
  }

  /** Every key stored here; `keysInOrder` also has the repetitions. */
  storedKeys(): Set<string> {
    return new Set(this.keysInOrder())
  }

  keysInOrder(): string[] {
    return this.#commits.flatMap((commit) =>
      'key' in commit && commit.key !== undefined ? [commit.key] : [],
    )
  }

  async answer(sql: string, values: readonly unknown[]): Promise<Answer> {
    if (sql.includes('transaction_read_only'))
      return answerOf({ instance: this.instance, recovering: !this.#isWritable })
    if (sql.includes('aurora_db_instance_identifier')) return answerOf({ instance: this.instance })
    if (sql.includes('take_writer_epoch')) return answerOf({ epoch: this.#takeEpoch(Number(values[0])) })
    if (sql.includes('writer_has_majority')) return answerOf({ isSupported: this.#hasMajority })
    if (sql.includes('token_key')) return answerOf({ key: 'the same everywhere' })
    if (sql.includes('"claimed"')) return answerOf(this.#write(values))
    if (sql.includes('~epoch')) return answerOf(this.#read(String(values[0]), Number(values[1])))
    if (sql.includes('sum(n)')) return answerOf(this.#position())
    if (sql.includes('idempotency_keys')) return this.#recall(String(values[0]))
    throw new Error(`the simulated server does not know: ${sql}`)
  }

  /** Like the SQL function of the same name. */
  #takeEpoch(known: number): number | null {
    if (!this.#isWritable) return null
    const { epoch, writer } = this.#epoch()
    if (this.#isFenced) return -epoch
    if (writer === this.instance && epoch >= known) return epoch
    if (writer === this.instance) {
      this.#isFenced = true
      return -epoch
    }
    const begun = Math.max(epoch + 1, known + 1, clock)
    this.#commits.push({ epoch: begun, writer: this.instance })
    return begun
  }

  #write(values: readonly unknown[]): Row {
    if (!this.#isWritable) throw refusal('25006', 'cannot execute UPDATE in a read-only transaction')
    const [shard, epoch, key] = [Number(values[0]), Number(values[1]), String(values[2])]
    if (this.#isFenced || this.#epoch().epoch !== epoch) return { n: null, is_claimed: false }
    if (!this.#hasMajority) throw refusal('MD001', 'no majority of the regions supports this writer')
    const isClaimed = !this.storedKeys().has(key)
    this.#commits.push({ shard, key: isClaimed ? key : undefined })
    return { n: this.#marker(shard), is_claimed: isClaimed }
  }

  #position(): Row {
    const sum = this.#commits.filter((commit) => 'shard' in commit).length
    return { epoch: this.#isFenced ? -this.#epoch().epoch : this.#epoch().epoch, sum }
  }

  #read(key: string, shard: number): Row {
    const isFound = this.storedKeys().has(key)
    const { epoch, sum } = this.#position()
    return {
      '~epoch': epoch,
      '~position': sum,
      '~n': this.#marker(shard),
      '~row': isFound ? 1 : null,
      key: isFound ? key : null,
    }
  }

  #recall(key: string): Answer {
    if (!this.storedKeys().has(key)) return answerOf()
    return answerOf({ operation: 'write', fingerprint: 'f', outcome: { key } })
  }

  #marker(shard: number): number {
    return this.#commits.filter((commit) => 'shard' in commit && commit.shard === shard).length
  }

  #epoch(): { readonly epoch: number; readonly writer: string } {
    const begun = this.#commits.findLast((commit) => 'epoch' in commit)
    return begun !== undefined && 'epoch' in begun ? begun : { epoch: 0, writer: '' }
  }
}
