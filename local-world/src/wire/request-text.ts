import { gunzipSync } from 'node:zlib'

/**
 * A request's body as text. SDKs compress large bodies (PutMetricData from 10 KiB on). A body that cannot be unpacked, or not
 * within `most` bytes, is left as received: its protocol then refuses it.
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
