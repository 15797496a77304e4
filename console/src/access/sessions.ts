import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Sessions of browsers: each enters through a link that works once, and then has a cookie. */
export interface Sessions {
  /** The query string of a link that works once. */
  newLink(): string
  /** Exchanges a link's secret for a cookie; undefined if the link is not valid. */
  redeem(secret: string, port: number): string | undefined
  /** The session in a Cookie header; undefined if there is none. */
  find(cookies: string | undefined, port: number): string | undefined
  /** The token that a session's page must send with every change. */
  changeToken(session: string): string
}

/** More than a person needs; beyond it, the oldest link expires. */
const MOST_LINKS = 50
const SECRET_BYTES = 24

/**
 * Cookies and tokens are derived from the secret: a console restarted with the same secret recognises its browsers, and an
 * open page keeps working.
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
      // Cookies ignore ports, so that a second console on this machine needs another name.
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

/** Compares secrets in constant time. */
export function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
