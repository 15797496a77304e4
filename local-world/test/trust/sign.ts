import { calculateSignature, type Signature, sha256 } from '../../src/kernel/trust/signature.ts'
import type { Trust } from '../../src/kernel/trust/trust.ts'
import type { Sent } from './send.ts'

interface ToSign extends Sent {
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string
  readonly service?: string
}

const REGION = 'us-east-1'

/** A request with a signature in its header that can be changed before sending, which no SDK allows. */
export function sign(
  { keys }: Trust,
  port: number,
  { method = 'POST', path = '/', body = '', service = 'rds', time }: ToSign,
): Sent & { readonly headers: Readonly<Record<string, string>> } {
  const contentHash = sha256(body)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    host: `127.0.0.1:${port}`,
    'x-amz-date': time,
    ...(service === 's3' && { 'x-amz-content-sha256': contentHash }),
  }
  const signedHeaders = Object.keys(headers).sort()
  const scope = scopeOf(keys.own.accessKeyId, service, time)
  const signature = calculate(
    method,
    path,
    headers,
    { ...scope, signedHeaders },
    contentHash,
    keys.own.secretAccessKey,
  )
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope.accessKeyId}/${scope.date}/${REGION}/${service}/aws4_request, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  return { method, path, body, headers: { ...headers, authorization } }
}

/** A path with the signature in its query. */
export function presign(
  { keys }: Trust,
  port: number,
  { method = 'GET', path = '/', time, expires }: ToSign & { readonly expires: string },
): string {
  const scope = scopeOf(keys.own.accessKeyId, 's3', time)
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${scope.accessKeyId}/${scope.date}/${REGION}/s3/aws4_request`,
    'X-Amz-Date': time,
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
  })
  const target = `${path}?${query}`
  const headers = { host: `127.0.0.1:${port}` }
  const parts = { ...scope, signedHeaders: ['host'] }
  const signature = calculate(method, target, headers, parts, 'UNSIGNED-PAYLOAD', keys.own.secretAccessKey)
  return `${target}&X-Amz-Signature=${signature}`
}

const scopeOf = (accessKeyId: string, service: string, time: string) => ({
  accessKeyId,
  date: time.slice(0, 8),
  region: REGION,
  service,
  time,
})

function calculate(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  parts: ReturnType<typeof scopeOf> & Pick<Signature, 'signedHeaders'>,
  payload: string,
  secret: string,
): string | undefined {
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  const signature: Signature = { ...parts, carrier: 'header', signature: '', sessionToken: undefined }
  return calculateSignature({ method, target, headers: lists }, signature, payload, secret)
}
