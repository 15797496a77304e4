import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request,
} from 'node:http'
import {
  Agent as HttpsAgent,
  request as requestSecurely,
  type RequestOptions as SecureRequestOptions,
} from 'node:https'

/** One request at a time is the rule; a second connection is for a check that comes while the last one is still under way. */
const OPTIONS = { keepAlive: true, maxFreeSockets: 2 } as const

/**
 * Requests over connections that are kept between them, for checks that come every second: a new connection with its TLS handshake
 * would cost more than everything else about a check. A kept connection that turns out to be gone is replaced once.
 */
export class KeptConnections implements Disposable {
  readonly #http = new HttpAgent(OPTIONS)
  readonly #https = new HttpsAgent(OPTIONS)

  /** Sends a GET. `onError` is called when no answer comes, unless `onAnswer` has been. */
  get(
    options: SecureRequestOptions & { readonly isSecure: boolean },
    onAnswer: (response: IncomingMessage) => void,
    onError: (error: Error) => void,
  ): void {
    const { isSecure } = options
    const send = (agent: RequestOptions['agent']): ClientRequest =>
      isSecure ? requestSecurely({ ...options, agent }, onAnswer) : request({ ...options, agent }, onAnswer)
    const first = send(isSecure ? this.#https : this.#http)
    first.once('error', (error) => {
      if (first.reusedSocket && !options.signal?.aborted) send(false).once('error', onError).end()
      else onError(error)
    })
    first.end()
  }

  [Symbol.dispose](): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}
