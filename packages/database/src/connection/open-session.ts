import { setTimeout as sleep } from 'node:timers/promises'
import { classifyFailure } from '../failures/classify.ts'
import { hasSqlState, SQLSTATE } from '../sqlstate.ts'
import type { Login } from './login.ts'
import { Patience } from './patience.ts'
import type { OpenSession, Session } from './session.ts'
import { type ConnectionSettings, type Endpoint, timeoutsOf } from './settings.ts'
import { type OpeningOptions, SharedConnection } from './shared-connection.ts'

type Settings = Omit<ConnectionSettings, 'credentials' | 'endpoint'>
type Greet = OpeningOptions['greet']

/** Opens sessions at an address; rejected credentials are fetched again once. */
export function sessionsAt(endpoint: Endpoint, settings: Settings, login: Login, greet: Greet): OpenSession {
  const timeouts = timeoutsOf(settings)
  const answerWithinMs = timeouts.connectMs
  const patience = new Patience(answerWithinMs)
  return async (onGone, signal) => {
    const credentials = await login.get()
    const open = async (as: typeof credentials) => {
      const startedMs = performance.now()
      const patient = { ...timeouts, connectMs: patience.ms }
      const to = { ...settings, endpoint, credentials: as, timeouts: patient }
      try {
        const session = await SharedConnection.open({ settings: to, greet, onGone, signal, answerWithinMs })
        patience.opened(performance.now() - startedMs)
        return session
      } catch (error) {
        patience.failed(performance.now() - startedMs)
        throw error
      }
    }
    try {
      return await open(credentials)
    } catch (error) {
      const renewed = classifyFailure(error) === 'login' ? await login.renew(credentials) : undefined
      if (renewed === undefined) throw error
      return open(renewed)
    }
  }
}

type Pause = (forMs: number) => Promise<unknown>

const FIRST_RETRY_MS = 20
const RETRY_MS = 50
/** A server that ends a session has changed roles and may now be the writer. */
const RETRY_LOST_MS = 2
/** A server that is stopping or starting refuses after a full handshake, and stays so for at least this long. */
const RETRY_STOPPING_MS = 250
/** The longest attempt that distance explains: six round trips from Seoul to us-east-1. */
const FAR_ATTEMPT_MS = 1_200
/** A longer attempt waits for a CPU on either side: pause by the excess, up to this, so as not to add load. */
const LONGEST_PAUSE_MS = 1_000

/** An address, and a session that was opened there. */
interface Lead {
  readonly open: OpenSession
  readonly session: Session
}

/**
 * Opens a session at the first address that leads to a server that passes. While that session is up, further ones are opened at
 * the same address.
 */
export function firstToOpen(
  ways: readonly OpenSession[],
  pause: Pause = sleep,
  now: () => number = () => performance.now(),
): OpenSession {
  const [only] = ways
  if (only !== undefined && ways.length === 1) return only
  let lead: Lead | undefined
  return async (onGone, signal) => {
    const known = lead?.session.isUsable ? lead.open : undefined
    const another = await known?.(onGone, signal).catch(() => undefined)
    lead =
      known && another ? { open: known, session: another } : await race(ways, { pause, now }, onGone, signal)
    return lead.session
  }
}

/**
 * Tries all addresses at once. Once one leads to a server that passes, the other attempts still complete and are then closed:
 * this way an old writer learns of the newest epoch and accepts no more writes.
 *
 * An address that failed is retried while another's first attempt is running: a nearby server that is promoted a moment later
 * need not wait for another continent to refuse. An address whose session was ended is retried before it counts as failed.
 * When every address has failed, the error of the first, the preferred address, is thrown.
 */
async function race(
  ways: readonly OpenSession[],
  { pause, now }: { readonly pause: Pause; readonly now: () => number },
  ...[onGone, signal]: Parameters<OpenSession>
): Promise<Lead> {
  let isWon = false
  let unanswered = ways.length
  const isOver = () => isWon || unanswered === 0 || signal.aborted

  const tryWay = async (open: OpenSession): Promise<Lead> => {
    let retryMs = FIRST_RETRY_MS
    let hasAnswered = false
    for (let attempt = 1; ; attempt += 1) {
      const startedMs = now()
      try {
        const session = await open(onGone, signal)
        if (isWon) void session.retire()
        isWon = true
        return { open, session }
      } catch (error) {
        const isLost = classifyFailure(error) === 'lost'
        if (!hasAnswered && !(isLost && attempt === 1)) {
          hasAnswered = true
          unanswered -= 1
        }
        if (isOver()) throw error
        if (isLost) retryMs = RETRY_LOST_MS
        else if (hasSqlState(error, SQLSTATE.cannotConnectNow)) retryMs = RETRY_STOPPING_MS
        const heldUpMs = now() - startedMs - FAR_ATTEMPT_MS
        retryMs = Math.max(retryMs, Math.min(heldUpMs, LONGEST_PAUSE_MS))
      }
      await pause(retryMs)
      retryMs = RETRY_MS
    }
  }

  try {
    return await Promise.any(ways.map(tryWay))
  } catch (error) {
    throw (error as AggregateError).errors[0]
  }
}
