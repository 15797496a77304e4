// Signature Version 4 as a server checks it: reads a request's signature, and calculates the one that its secret would give.
// Source: IAM User Guide, "Create a signed AWS API request"; S3 API reference, "Authenticating requests". Pure.
import { createHash, createHmac } from 'node:crypto'

/** What a signature is calculated over. */
export interface SignedRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
}

/** The parts of a request's signature. */
export interface Signature {
  /** In the Authorization header, or in the query of a presigned URL. */
  readonly carrier: 'header' | 'query'
  readonly accessKeyId: string
  /** `YYYYMMDD`. */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string
  /** For a presigned URL. */
  readonly expiresSeconds?: string
  readonly sessionToken: string | undefined
}

/** A signature that cannot be read; `missing` names the absent parts. */
export interface UnreadableSignature extends Partial<Pick<Signature, 'region' | 'service'>> {
  readonly missing: readonly string[]
  readonly carrier: 'header' | 'query'
  /** The credential without five parts, or the unknown algorithm. */
  readonly malformed?: { readonly part: 'Credential' | 'Algorithm'; readonly value: string }
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const SCOPE_PARTS = 5

/** Reads a request's signature; undefined if it has none. Version 2 counts as none. */
export function readSignature({
  target,
  headers,
}: SignedRequest): Signature | UnreadableSignature | undefined {
  const authorization = headers.authorization?.[0]
  if (authorization?.startsWith('AWS4-')) return readHeader(authorization, headers)
  const query = new URLSearchParams(queryOf(target))
  return authorization === undefined && query.has('X-Amz-Algorithm') ? readQuery(query) : undefined
}

function readHeader(
  authorization: string,
  headers: SignedRequest['headers'],
): Signature | UnreadableSignature {
  const [algorithm = '', ...rest] = authorization.split(' ')
  const parts = new Map(
    rest
      .join('')
      .split(',')
      .map((part) => part.split(/=(.*)/s, 2) as [string, string]),
  )
  const header = (name: string) => headers[name]?.[0]
  const time = header('x-amz-date') ?? basicTime(header('date'))
  const given = {
    Credential: parts.get('Credential'),
    Signature: parts.get('Signature'),
    SignedHeaders: parts.get('SignedHeaders'),
    'X-Amz-Date': time,
  }
  const common = { carrier: 'header', sessionToken: header('x-amz-security-token') } as const
  return complete(algorithm, given, common)
}

function readQuery(query: URLSearchParams): Signature | UnreadableSignature {
  const parameter = (name: string) => query.get(`X-Amz-${name}`) ?? undefined
  const given = {
    Credential: parameter('Credential'),
    Signature: parameter('Signature'),
    SignedHeaders: parameter('SignedHeaders'),
    'X-Amz-Date': parameter('Date'),
    Expires: parameter('Expires'),
  }
  const common = { carrier: 'query', sessionToken: parameter('Security-Token') } as const
  return complete(parameter('Algorithm') ?? '', given, common)
}

function complete(
  algorithm: string,
  given: Readonly<Record<string, string | undefined>>,
  common: Pick<Signature, 'carrier' | 'sessionToken'>,
): Signature | UnreadableSignature {
  const { carrier } = common
  const missing = Object.keys(given).filter((name) => !given[name])
  const { Credential = '', Signature = '', SignedHeaders = '', 'X-Amz-Date': time = '', Expires } = given
  const scope = readCredential(Credential)
  if (missing.length > 0) return { carrier, missing, ...scope }
  if (!scope) return { carrier, missing, malformed: { part: 'Credential', value: Credential } }
  if (algorithm !== ALGORITHM) return { carrier, missing, malformed: { part: 'Algorithm', value: algorithm } }
  return {
    ...common,
    ...scope,
    time,
    signedHeaders: SignedHeaders.split(';'),
    signature: Signature,
    ...(Expires !== undefined && { expiresSeconds: Expires }),
  }
}

/** `AKID/date/region/service/aws4_request`. */
function readCredential(credential: string) {
  const parts = credential.split('/')
  const [accessKeyId = '', date = '', region = '', service = '', term] = parts
  return parts.length === SCOPE_PARTS && term === 'aws4_request'
    ? { accessKeyId, date, region, service }
    : undefined
}

/** The HTTP date of clients that send no X-Amz-Date. */
function basicTime(date: string | undefined): string | undefined {
  const parsed = new Date(date ?? '')
  return Number.isNaN(parsed.getTime()) ? undefined : formatTime(parsed.getTime())
}

/** `20261201T023000Z`. */
export const formatTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')

/** Undefined if the text is not such a time. */
export function parseTime(text: string): number | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  return parts.length === 0 ? undefined : Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The signature that a secret gives a request; undefined if path or query are not percent-encoded properly. */
export function calculateSignature(
  request: SignedRequest,
  signature: Signature,
  payloadHash: string,
  secretAccessKey: string,
): string | undefined {
  const { date, region, service, time } = signature
  const canonical = canonicalRequest(request, signature, payloadHash)
  if (canonical === undefined) return undefined
  const scope = `${date}/${region}/${service}/aws4_request`
  const text = `${ALGORITHM}\n${time}\n${scope}\n${sha256(canonical)}`
  return hmac(signingKey(secretAccessKey, date, region, service), text).toString('hex')
}

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const KEPT_SIGNING_KEYS = 200
const signingKeys = new Map<string, Buffer>()

/** The key takes four hashes and is the same for a day: the last ones are cached. */
function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  const name = `${secret}/${date}/${region}/${service}`
  const known = signingKeys.get(name)
  if (known) return known
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer
  if (signingKeys.size >= KEPT_SIGNING_KEYS) signingKeys.clear()
  signingKeys.set(name, key)
  return key
}

function canonicalRequest(
  { method, target, headers }: SignedRequest,
  { service, signedHeaders }: Signature,
  payloadHash: string,
): string | undefined {
  try {
    const lines = signedHeaders.map(
      (name) => `${name}:${(headers[name] ?? []).map(canonicalValue).join(',')}\n`,
    )
    const path = canonicalPath(pathOf(target), service)
    const parts = [method, path, canonicalQuery(queryOf(target)), lines.join(''), signedHeaders.join(';')]
    return `${parts.join('\n')}\n${payloadHash}`
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

const canonicalValue = (value: string): string => value.trim().replace(/\s+/g, ' ')

const pathOf = (target: string): string => target.split('?', 1)[0] ?? ''
const queryOf = (target: string): string => target.slice(pathOf(target).length + 1)

/** S3 encodes a path once and keeps it as it is; every other service normalizes the sent path and encodes it once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3')
    return (
      path
        .split('/')
        .map((part) => encode(decodeURIComponent(part)))
        .join('/') || '/'
    )
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(encode(part))
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(/=(.*)/s, 2) as [string, string?])
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(
      ([name, value = '']) => [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const,
    )
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map((pair) => pair.join('='))
    .join('&')
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** RFC 3986: everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
