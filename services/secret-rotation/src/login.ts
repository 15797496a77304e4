import { UnreadableLoginError } from './errors.ts'

/** A database login as stored in the secret. No host: replicas are copies, and a host would name one region forever. */
export interface Login {
  readonly username: string
  readonly password: string
}

const SECOND = '_clone'

/** Parses a secret's text; its contents stay out of the error message. */
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

/** The next user: two users take turns, so that the former one still works for a whole period. */
export function otherUsername(username: string): string {
  return username.endsWith(SECOND) ? username.slice(0, -SECOND.length) : `${username}${SECOND}`
}

/** Whether this is the master user, who may create roles, and not the second one. */
export function isMaster(username: string): boolean {
  return !username.endsWith(SECOND)
}

/** The role that owns what both users create; it cannot log in. */
export function ownerOf(username: string): string {
  return `${username.endsWith(SECOND) ? otherUsername(username) : username}_owner`
}
