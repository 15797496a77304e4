import type { Credentials } from './settings.ts'

/** Fetches credentials; called on first use, and again when a server rejects them. */
export type CredentialsSource = () => Promise<Credentials>

/**
 * The credentials in use.
 *
 * After a rotation many connections fail at the same moment, so one fetch serves all callers that wait.
 */
export class Login {
  readonly #source: CredentialsSource
  #current: Credentials | undefined
  #asking: Promise<Credentials> | undefined

  constructor(credentials: Credentials | CredentialsSource) {
    this.#source = typeof credentials === 'function' ? credentials : async () => credentials
    if (typeof credentials !== 'function') this.#current = credentials
  }

  get(): Promise<Credentials> {
    return this.#current === undefined ? this.#ask() : Promise.resolve(this.#current)
  }

  /** Newer credentials than the rejected ones; undefined if there are none. */
  async renew(refused: Credentials): Promise<Credentials | undefined> {
    if (this.#current !== undefined && !isSame(this.#current, refused)) return this.#current
    const found = await this.#ask()
    return isSame(found, refused) ? undefined : found
  }

  #ask(): Promise<Credentials> {
    this.#asking ??= this.#source()
      .then((found) => {
        this.#current = found
        return found
      })
      .finally(() => {
        this.#asking = undefined
      })
    return this.#asking
  }
}

const isSame = (left: Credentials, right: Credentials): boolean =>
  left.username === right.username && left.password === right.password
