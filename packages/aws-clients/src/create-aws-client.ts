import { debuglog } from 'node:util'
import { AwsCallTimedOutError } from './errors.ts'

/** For how long an AWS client waits; each limit ends what it limits. */
export interface AwsCallLimits {
  /** For a connection, TLS excluded. */
  readonly connectMs: number
  /** For the first byte of the answer to one attempt. */
  readonly answerMs: number
  /** For the whole call: credentials, every attempt, the pauses between them, and the answer's last byte. */
  readonly callMs: number
  readonly attempts: number
}

/** What every client of the AWS SDK has, as far as limits need it. */
export interface LimitedClient {
  send(command: never, options?: never): Promise<unknown>
  destroy(): void
}

interface CommonSettings {
  readonly region: string
}

type Send = (command: object, options?: { readonly abortSignal?: AbortSignal }) => Promise<unknown>

/**
 * Makes a client of the AWS SDK whose limits bite.
 *
 * Left to itself the SDK's handler only warns, on the console, when `requestTimeout` has passed, and has no limit at all for
 * an answer that begins and never ends, or for a call with its retries. Its warnings go to `NODE_DEBUG=aws` here, because
 * the screen belongs to the program.
 */
export function createAwsClient<Settings extends CommonSettings, Client extends LimitedClient>(
  Client: new (settings: Settings) => Client,
  settings: Settings,
  limits: AwsCallLimits,
): Client {
  const client = new Client({
    logger: QUIET,
    ...settings,
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      logger: QUIET,
    },
  })
  limitWholeCalls(client, settings.region, limits)
  return client
}

const debug = debuglog('aws')
const ignore = () => {}
const QUIET = { debug: ignore, info: ignore, warn: say, error: say }

function say(...words: unknown[]): void {
  debug('%o', words)
}

/** The signal ends what is on the wire; the race ends what does not listen to signals, such as a provider of credentials. */
function limitWholeCalls(client: LimitedClient, region: string, { callMs, attempts }: AwsCallLimits): void {
  const send = client.send.bind(client) as Send
  const limited: Send = async (command, options = {}) => {
    const deadline = new AbortController()
    const { promise: overdue, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const call = command.constructor.name.replace(/Command$/, '')
      const error = new AwsCallTimedOutError(call, region, callMs, attempts)
      reject(error)
      deadline.abort(error)
    }, callMs)
    const signals = [deadline.signal, ...(options.abortSignal ? [options.abortSignal] : [])]
    try {
      return await Promise.race([
        send(command, { ...options, abortSignal: AbortSignal.any(signals) }),
        overdue,
      ])
    } finally {
      clearTimeout(timer)
    }
  }
  Object.assign(client, { send: limited })
}
