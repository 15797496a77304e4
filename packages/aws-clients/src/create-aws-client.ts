import { debuglog } from 'node:util'
import { AwsCallTimedOutError } from './errors.ts'

/** How long an AWS client waits; each limit is enforced. */
export interface AwsCallLimits {
  /** To connect, TLS excluded. */
  readonly connectMs: number
  /** For the first byte of the response to one attempt. */
  readonly answerMs: number
  /** For the whole call: credentials, every attempt, the pauses between them, and the last byte of the response. */
  readonly callMs: number
  readonly attempts: number
}

/** The part of an AWS SDK client that limits need. */
export interface LimitedClient {
  send(command: never, options?: never): Promise<unknown>
  destroy(): void
}

interface CommonSettings {
  readonly region: string
}

type Send = (command: object, options?: { readonly abortSignal?: AbortSignal }) => Promise<unknown>

/**
 * Creates an AWS SDK client whose limits are enforced.
 *
 * By default the SDK's handler only warns on the console when `requestTimeout` has passed, and has no limit at all for a
 * response that starts but never ends, or for a call with its retries. Here its warnings go to `NODE_DEBUG=aws`, because the
 * console belongs to the program.
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

/** The signal aborts what is on the wire; the race ends what ignores signals, such as a credential provider. */
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
