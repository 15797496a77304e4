import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who looks at the console: each browser comes by a link that works once, and then has a cookie. */
export interface Sessions {
  /** The query of a link that opens the console once. */
  newLink(): string
  /** Takes the secret of a link, and returns the cookie that stands for it; undefined when the link is not valid. */
  redeem(secret: string, port: number): string | undefined
  /** The session of a Cookie header; undefined for a stranger. */
  find(cookies: string | undefined, port: number): string | undefined
  /** What a session's page sends with everything that changes something. */
  changeToken(session: string): string
}

/** More than a person needs: the oldest goes when there are more. */
const MOST_LINKS = 50
const SECRET_BYTES = 24

/**
 * Cookies and tokens are derived from the secret: a console that is started again with the same secret knows its browsers, and
 * a page that was left open goes on.
 */
export function createSessions(secret: string): Sessions {
  const links = new Set<string>()
  const seal = (purpose: string, text: string) =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url')

  return {
    newLink() {
      const link = randomBytes(SECRET_BYTES).toString('base64url')
      links.add(link)
      const [oldest = ''] = links
      if (links.size > MOST_LINKS) links.delete(oldest)
      return `?token=${link}`
    },
    redeem(link, port) {
      if (!links.delete(link)) return undefined
      const session = randomBytes(SECRET_BYTES).toString('base64url')
      // Cookies do not know ports: a second console on this machine has one of another name.
      return `${cookieName(port)}=${session}.${seal('session', session)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${KEPT_SECONDS}`
    },
    find(cookies = '', port) {
      const wanted = `${cookieName(port)}=`
      const given = cookies.split(/; */).find((cookie) => cookie.startsWith(wanted))
      const [session = '', sealed = ''] = given?.slice(wanted.length).split('.', 2) ?? []
      return session !== '' && isSame(sealed, seal('session', session)) ? session : undefined
    },
    changeToken: (session) => seal('change', session),
  }
}

const KEPT_SECONDS = 7 * 86_400

const cookieName = (port: number): string => `meridian-console-${port}`

/** Compares secrets in a time that tells nothing of where they differ. */
export function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
