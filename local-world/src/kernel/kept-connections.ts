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

/** Normally one request at a time; the second connection is for a check that starts while the last one is still running. */
const OPTIONS = { keepAlive: true, maxFreeSockets: 2 } as const

/**
 * Requests over keep-alive connections, for checks that run every second: a new connection with its TLS handshake would cost more
 * than the rest of the check. If a reused connection turns out to be closed, the request is retried once on a new one.
 */
export class KeptConnections implements Disposable {
  readonly #http = new HttpAgent(OPTIONS)
  readonly #https = new HttpsAgent(OPTIONS)

  /** Sends a GET. `onError` is called if no response arrives. */
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
