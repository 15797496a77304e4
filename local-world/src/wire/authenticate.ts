import { FIRST_PRIMARY } from '@meridian/topology'
import { isSame, type Principal } from '../kernel/trust/access-keys.ts'
import {
  calculateSignature,
  formatTime,
  parseTime,
  readSignature,
  type Signature,
  type SignedRequest,
  sha256,
} from '../kernel/trust/signature.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import type { AuthenticationProblem } from './authentication-problem.ts'
import type { CredentialScope } from './credential-scope.ts'

/** AWS accepts a request for this long before and after the time in its signature. */
const CLOCK_SKEW_MS = 15 * 60_000
const MOST_EXPIRES_SECONDS = 604_800
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'

/** The sender of a request, as far as it can be known before the body has arrived. */
export interface Authenticated {
  readonly scope: CredentialScope
  readonly principal: Principal
  /** The problem with the signature for this body, if any. */
  verify(body: Buffer): AuthenticationProblem | undefined
}

/** Identifies a request's claimed signer: its key must be known and its time current. An open world checks nothing. */
export function identify(
  request: SignedRequest,
  { keys, isOpen, nowMs }: Trust,
): Authenticated | AuthenticationProblem {
  const signature = readSignature(request)
  if (!signature) return missing(request)
  const { region, service } = signature
  const scope = region === undefined || service === undefined ? undefined : { region, service }
  if (isOpen && scope) return { scope, principal: keys.ownPrincipal, verify: () => undefined }
  if ('missing' in signature || !scope) return { kind: 'incomplete', missing: [], ...signature, scope }
  const wrongTime = checkTime(signature, scope, nowMs())
  if (wrongTime) return wrongTime
  const key = keys.lookUp(signature.accessKeyId, signature.sessionToken)
  if (typeof key === 'string') return { kind: key, scope, accessKeyId: signature.accessKeyId }
  return {
    scope,
    principal: key.principal,
    verify: (body) => verify(request, signature, key.secretAccessKey, body),
  }
}

/** Version 2 was for S3, in a header or a presigned URL; no other service accepts it any more. */
function missing({ headers, target }: SignedRequest): AuthenticationProblem {
  const isVersion2 = headers.authorization?.[0]?.startsWith('AWS ') || /[?&]AWSAccessKeyId=/.test(target)
  return isVersion2
    ? { kind: 'version 2', scope: { region: FIRST_PRIMARY, service: 's3' } }
    : { kind: 'missing', scope: undefined }
}

function checkTime(
  signature: Signature,
  scope: CredentialScope,
  nowMs: number,
): AuthenticationProblem | undefined {
  const { time, date, expiresSeconds, carrier } = signature
  const signedMs = parseTime(time)
  if (signedMs === undefined || !time.startsWith(date)) return { kind: 'wrong date', scope, date, time }
  const notYet = signedMs > nowMs + CLOCK_SKEW_MS
  if (carrier === 'header') {
    if (!notYet && signedMs >= nowMs - CLOCK_SKEW_MS) return undefined
    return {
      kind: 'skewed',
      scope,
      isEarly: notYet,
      time,
      now: formatTime(nowMs),
      limit: limit(nowMs, notYet),
    }
  }
  const seconds = Number(expiresSeconds)
  if (!/^-?\d+$/.test(expiresSeconds ?? '') || seconds < 0 || seconds > MOST_EXPIRES_SECONDS)
    return { kind: 'wrong expiry', scope, expires: expiresSeconds ?? '' }
  if (notYet) return { kind: 'not yet valid', scope }
  return signedMs + seconds * 1_000 < nowMs ? { kind: 'expired', scope } : undefined
}

const limit = (nowMs: number, isEarly: boolean): string =>
  formatTime(nowMs + (isEarly ? CLOCK_SKEW_MS : -CLOCK_SKEW_MS))

function verify(
  request: SignedRequest,
  signature: Signature,
  secret: string,
  body: Buffer,
): AuthenticationProblem | undefined {
  const { region, service, signedHeaders, carrier } = signature
  const scope = { region, service }
  if (!signedHeaders.includes('host')) return { kind: 'host not signed', scope }
  if (service === 's3') {
    const loose = Object.keys(request.headers).filter(
      (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
    )
    if (loose.length > 0) return { kind: 'headers not signed', scope, names: loose }
  }
  const bodyHash = sha256(body)
  const payload = payloadHash(request, service, carrier) ?? bodyHash
  const expected = calculateSignature(request, signature, payload, secret)
  if (expected === undefined || !isSame(expected, signature.signature)) return { kind: 'mismatch', scope }
  // The signature covers the hash that the request names; the body must have that hash.
  const namesHash = /^[\da-f]{64}$/.test(payload)
  return namesHash && payload !== bodyHash ? { kind: 'other content', scope } : undefined
}

/** What represents the body in the signature: S3 lets a client declare that the body is unsigned, or signed in chunks. */
function payloadHash(
  { headers, target }: SignedRequest,
  service: string,
  carrier: Signature['carrier'],
): string | undefined {
  const named =
    headers['x-amz-content-sha256']?.[0] ??
    new URLSearchParams(target.split('?', 2)[1]).get('X-Amz-Content-Sha256')
  if (service === 's3') return named ?? (carrier === 'query' ? UNSIGNED_PAYLOAD : undefined)
  return named !== null && /^[\da-f]{64}$/.test(named ?? '') ? named : undefined
}
