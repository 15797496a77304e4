import { gunzipSync } from 'node:zlib'

/**
 * A request's body as text. SDKs compress what is large (PutMetricData from 10 KiB on). One that cannot be unpacked, or not within
 * `most` bytes, stays as it came: then its protocol refuses it.
 */
export function requestText(bytes: Buffer, encoding: string | undefined, most: number): string {
  return (encoding === 'gzip' ? unpacked(bytes, most) : bytes).toString('utf8')
}

function unpacked(bytes: Buffer, most: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most })
  } catch {
    return bytes
  }
}
