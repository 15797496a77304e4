import { classifyFailure } from '../failures/classify.ts'
import type { Login } from './login.ts'
import type { OpenSession, Session } from './session.ts'
import type { ConnectionSettings, Endpoint } from './settings.ts'
import { type OpeningOptions, SharedConnection } from './shared-connection.ts'

type Settings = Omit<ConnectionSettings, 'credentials' | 'endpoint'>
type Greet = OpeningOptions['greet']

/** Opens sessions at an address; credentials that are refused are asked for again, once. */
export function sessionsAt(endpoint: Endpoint, settings: Settings, login: Login, greet: Greet): OpenSession {
  return async (onGone, signal) => {
    const credentials = await login.get()
    const open = (as: typeof credentials) =>
      SharedConnection.open({ settings: { ...settings, endpoint, credentials: as }, greet, onGone, signal })
    try {
      return await open(credentials)
    } catch (error) {
      const renewed = classifyFailure(error) === 'login' ? await login.renew(credentials) : undefined
      if (renewed === undefined) throw error
      return open(renewed)
    }
  }
}

/**
 * Opens a session at whichever address first leads to a server that passes; the rest are told goodbye.
 *
 * When none does, the reason of the first address is given: it is the one that should have led there.
 */
export function firstToOpen(ways: readonly OpenSession[]): OpenSession {
  const [only] = ways
  if (only !== undefined && ways.length === 1) return only
  return async (onGone, signal) => {
    let winner: Session | undefined
    const attempts = ways.map(async (open) => {
      const session = await open(onGone, signal)
      if (winner === undefined) winner = session
      else void session.retire()
      return session
    })
    try {
      await Promise.any(attempts)
    } catch (error) {
      throw (error as AggregateError).errors[0]
    }
    return winner as Session
  }
}
