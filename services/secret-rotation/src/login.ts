import { UnreadableLoginError } from './errors.ts'

/** A database login as the secret holds it. No host: replicas of the secret are copies, and a host would name one region forever. */
export interface Login {
  readonly username: string
  readonly password: string
}

const SECOND = '_clone'

/** Reads a secret's text; what it holds stays out of the message. */
export function parseLogin(text: string): Login {
  let fields: Partial<Record<keyof Login, unknown>>
  try {
    fields = JSON.parse(text) as typeof fields
  } catch {
    throw new UnreadableLoginError(
      'The secret is not JSON; store {"username": …, "password": …} and rotate again',
    )
  }
  const { username, password } = fields
  if (typeof username !== 'string' || typeof password !== 'string')
    throw new UnreadableLoginError(
      'The secret lacks the text "username" or "password"; store {"username": …, "password": …} and rotate again',
    )
  return { username, password }
}

/** Who is next: two users take turns, so that the former keeps logging in for a whole period. */
export function otherUsername(username: string): string {
  return username.endsWith(SECOND) ? username.slice(0, -SECOND.length) : `${username}${SECOND}`
}

/** Whether this is the master user, who may make roles, and not the second one. */
export function isMaster(username: string): boolean {
  return !username.endsWith(SECOND)
}

/** The role that owns what both users make; nobody logs in as it. */
export function ownerOf(username: string): string {
  return `${username.endsWith(SECOND) ? otherUsername(username) : username}_owner`
}
