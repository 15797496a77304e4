import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { LOCAL_ACCOUNT_ID } from '../resource-provider.ts'

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Temporary credentials of an assumed role, as STS returns them. */
interface SessionCredentials extends AccessKey {
  readonly sessionToken: string
  readonly expiresAtMs: number
  readonly principal: Principal
}

/** Who signed a request. */
export interface Principal {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
}

interface SessionRequest {
  /** `arn:aws:iam::<account>:role/<name>`. */
  readonly roleArn: string
  readonly sessionName: string
  readonly lastsMs: number
}

/** What is known of an access key id: its secret and its principal, or why it is not valid. */
type KeyLookup =
  | { readonly secretAccessKey: string; readonly principal: Principal }
  | 'unknown'
  | 'invalid token'
  | 'expired token'

/** The credentials of one world, valid as long as it runs. */
export interface AccessKeys {
  /** The operator's own key, the account's root. */
  readonly own: AccessKey
  readonly ownPrincipal: Principal
  issueSession(request: SessionRequest): SessionCredentials
  lookUp(accessKeyId: string, sessionToken: string | undefined): KeyLookup
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ID_LENGTH = 16
/** Thirty bytes give forty characters, the length of AWS's secrets. */
const SECRET_BYTES = 30

/** The contents of a session token; the token carries them, so no session has to be stored. */
interface SessionClaims {
  readonly accessKeyId: string
  readonly principal: Principal
  readonly expiresAtMs: number
}

/**
 * Creates a world's keys. Secrets and tokens of sessions are derived from one random master key: any number of sessions
 * takes no memory, and none is valid in another world.
 */
export function createAccessKeys(nowMs: () => number = Date.now): AccessKeys {
  const master = randomBytes(32)
  const own = { accessKeyId: newKeyId('AKIA'), secretAccessKey: randomBytes(SECRET_BYTES).toString('base64') }
  const root = {
    accountId: LOCAL_ACCOUNT_ID,
    arn: `arn:aws:iam::${LOCAL_ACCOUNT_ID}:root`,
    userId: LOCAL_ACCOUNT_ID,
  }

  return {
    own,
    ownPrincipal: root,
    issueSession({ roleArn, sessionName, lastsMs }) {
      const accessKeyId = newKeyId('ASIA')
      const expiresAtMs = nowMs() + lastsMs
      const principal = sessionPrincipal(roleArn, sessionName)
      const sessionToken = seal({ accessKeyId, principal, expiresAtMs })
      return { accessKeyId, secretAccessKey: secretOf(accessKeyId), sessionToken, expiresAtMs, principal }
    },
    lookUp(accessKeyId, sessionToken) {
      if (accessKeyId === own.accessKeyId)
        return sessionToken === undefined
          ? { secretAccessKey: own.secretAccessKey, principal: root }
          : 'invalid token'
      if (!accessKeyId.startsWith('ASIA')) return 'unknown'
      const claims = unseal(sessionToken ?? '')
      if (claims?.accessKeyId !== accessKeyId) return 'invalid token'
      if (claims.expiresAtMs <= nowMs()) return 'expired token'
      return { secretAccessKey: secretOf(accessKeyId), principal: claims.principal }
    },
  }

  function derive(purpose: string, text: string): Buffer {
    return createHmac('sha256', master).update(`${purpose}\n${text}`).digest()
  }

  function secretOf(accessKeyId: string): string {
    return derive('secret', accessKeyId).subarray(0, SECRET_BYTES).toString('base64')
  }

  function seal(claims: SessionClaims): string {
    const text = Buffer.from(JSON.stringify(claims)).toString('base64url')
    return `${text}.${derive('token', text).toString('base64url')}`
  }

  function unseal(token: string): SessionClaims | undefined {
    const [text = '', seal = ''] = token.split('.', 2)
    if (!isSame(seal, derive('token', text).toString('base64url'))) return undefined
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as SessionClaims
  }
}

/** Compares secrets in constant time. */
export function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function newKeyId(prefix: 'AKIA' | 'ASIA'): string {
  return prefix + Array.from(randomBytes(ID_LENGTH), (byte) => BASE32[byte % BASE32.length]).join('')
}

/** As STS names a session: by the role's name without its path, and by the role's unique id. */
function sessionPrincipal(roleArn: string, sessionName: string): Principal {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  return {
    accountId: LOCAL_ACCOUNT_ID,
    arn: `arn:aws:sts::${LOCAL_ACCOUNT_ID}:assumed-role/${name}/${sessionName}`,
    userId: `AROA${name
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, '')
      .slice(0, ID_LENGTH)}:${sessionName}`,
  }
}
