import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import type { CachedObject } from '../model/edge-cache.ts'
import type { ViewerRequest } from '../model/origin-request.ts'
import type { OriginRequest } from './origin-client.ts'

/** Bodies up to this size are buffered, so that a failed connection can be retried. */
const KEPT_BODY_BYTES = 65_536

export function readViewerRequest(incoming: IncomingMessage, defaultRootObject: string): ViewerRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const { headers } = incoming
  return {
    method: incoming.method ?? 'GET',
    path: path === '/' && defaultRootObject !== '' ? `/${defaultRootObject}` : path,
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: headers as Record<string, string | undefined>,
    hasBody: headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0,
  }
}

/** Buffers a small body and streams a large one. */
export async function readViewerBody(incoming: IncomingMessage): Promise<OriginRequest['body']> {
  const length = Number(incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  if (length > KEPT_BODY_BYTES) return incoming.pipe(new PassThrough())
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Conditional headers that revalidate a stale copy. */
export function revalidationHeaders(stale: CachedObject | undefined): Record<string, string> | undefined {
  if (!stale || stale.status >= 400) return undefined
  const { etag, 'last-modified': lastModified } = stale.headers
  if (etag !== undefined) return { 'if-none-match': String(etag) }
  return lastModified === undefined ? undefined : { 'if-modified-since': String(lastModified) }
}
