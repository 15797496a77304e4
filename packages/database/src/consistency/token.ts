import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Mark, SHARDS } from './marker.ts'

const FIELDS = 4
const SIGNATURE_BYTES = 12
const MOST_REMEMBERED = 2_000
const MOST_CHARACTERS = 200

/**
 * Marks as opaque, signed text for a header or a cookie.
 *
 * Signed, because a forged epoch would make every service abandon its writer. A token that is not ours is ignored. Both
 * directions are cached: a visitor sends the same token many times.
 */
export class TokenCodec {
  readonly #key: string
  readonly #known = new Map<string, Mark>()

  constructor(key: string) {
    this.#key = key
  }

  encode(mark: Mark): string {
    const body = Buffer.from(
      [mark.epoch, mark.position, mark.n, mark.shard ?? ''].map((field) => field.toString(36)).join('.'),
    ).toString('base64url')
    const token = `${body}~${this.#sign(body)}`
    this.#remember(token, mark)
    return token
  }

  /** The mark of a token; undefined for anything not signed with this key. */
  decode(token: string | undefined): Mark | undefined {
    if (token === undefined || token === '' || token.length > MOST_CHARACTERS) return undefined
    const known = this.#known.get(token)
    if (known !== undefined) return known
    const [body, signature] = token.split('~')
    if (body === undefined || signature === undefined || !this.#isSignature(body, signature)) return undefined
    const mark = parse(Buffer.from(body, 'base64url').toString())
    if (mark !== undefined) this.#remember(token, mark)
    return mark
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key)
      .update(body)
      .digest()
      .subarray(0, SIGNATURE_BYTES)
      .toString('base64url')
  }

  #isSignature(body: string, signature: string): boolean {
    const given = Buffer.from(signature)
    const right = Buffer.from(this.#sign(body))
    return given.length === right.length && timingSafeEqual(given, right)
  }

  #remember(token: string, mark: Mark): void {
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear()
    this.#known.set(token, mark)
  }
}

function parse(text: string): Mark | undefined {
  const fields = text.split('.')
  if (fields.length !== FIELDS) return undefined
  const [epoch, position, n, shard] = fields.map((field) =>
    field === '' ? undefined : Number.parseInt(field, 36),
  )
  if (epoch === undefined || position === undefined || n === undefined) return undefined
  if (![epoch, position, n, shard ?? 0].every(Number.isSafeInteger)) return undefined
  return shard !== undefined && shard >= SHARDS ? undefined : { epoch, position, n, shard }
}
