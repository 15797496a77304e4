/** Returned in a response and sent with the next request, so that no region shows this client anything older. */
export const CONSISTENCY_HEADER = 'x-meridian-consistency'

/** The same for browsers. */
const COOKIE = 'meridian-consistency'
/** Longer than any replica lags. */
const COOKIE_SECONDS = 3_600
const TOKEN_MOST = 200
const TOKEN = new RegExp(`^[\\w~-]{1,${TOKEN_MOST}}$`)
const IN_COOKIES = new RegExp(`(?:^|; *)${COOKIE}=([^;]+)`)

/** For the schemas of routes that accept the token; an invalid one is ignored. */
export const CONSISTENCY_PROPERTIES = {
  [CONSISTENCY_HEADER]: {
    type: 'string',
    maxLength: TOKEN_MOST,
    description: 'the token of an earlier answer: this one will be no older',
    examples: ['MS4xNi4zLjc~o0Xr2bVt9YpQ1a2c'],
  },
} as const

/** Whether a text has a token's form. Only the database can verify it. */
export function isConsistencyToken(text: string): boolean {
  return TOKEN.test(text)
}

/** The token in a Cookie header, if it has a token's form. */
export function consistencyTokenInCookies(cookies: string | undefined): string | undefined {
  const token = cookies === undefined ? undefined : IN_COOKIES.exec(cookies)?.[1]
  return token !== undefined && isConsistencyToken(token) ? token : undefined
}

/** A Set-Cookie header with the token; it contains nothing about the person and expires by itself. */
export function consistencyCookie(token: string): string {
  return `${COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`
}
