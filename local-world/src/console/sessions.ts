import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who looks at the console: each browser comes by a link that works once, and is known by a cookie from then on. */
export interface ConsoleSessions {
  /** The query of a link that opens the console once. */
  newLink(): string
  /** Takes the link of a request, and returns the cookie that stands for it; undefined when the link is not valid. */
  redeem(url: URL, port: number): string | undefined
  isKnown(request: IncomingMessage): boolean
}

/** More than a person needs: the oldest goes when there are more. */
const MOST_KEPT = 50
const SECRET_BYTES = 24

export function createConsoleSessions(): ConsoleSessions {
  const links = new Set<string>()
  const sessions = new Set<string>()
  return {
    newLink: () => `?token=${keep(links)}`,
    redeem(url, port) {
      if (!links.delete(url.searchParams.get('token') ?? '')) return undefined
      // Cookies do not know ports: a second world on this machine has one of another name.
      return `${cookieName(port)}=${keep(sessions)}; Path=/; HttpOnly; SameSite=Strict`
    },
    isKnown({ headers, socket }) {
      const wanted = `${cookieName(socket.localPort ?? 0)}=`
      const given = (headers.cookie ?? '').split(/; */).find((cookie) => cookie.startsWith(wanted))
      return sessions.has(given?.slice(wanted.length) ?? '')
    },
  }
}

const cookieName = (port: number): string => `meridian-console-${port}`

function keep(secrets: Set<string>): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  secrets.add(secret)
  const [oldest = ''] = secrets
  if (secrets.size > MOST_KEPT) secrets.delete(oldest)
  return secret
}
