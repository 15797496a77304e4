import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TargetDescription } from '@meridian/operator-tools'

export interface WorldRequest {
  readonly method?: string
  readonly body?: object
  readonly signal: AbortSignal
}

/** A request to the world's own endpoints. Uses `node:http`, because `fetch` alone needs a tenth of a console's memory. */
export function requestWorld(
  { failures, token }: TargetDescription,
  path: string,
  { method = 'GET', body, signal }: WorldRequest,
): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  return new Promise((resolve, reject) => {
    const asked = request(`${failures}${path}`, { method, headers, signal }, resolve)
    asked.on('error', reject)
    asked.end(body && JSON.stringify(body))
  })
}

const TIMEOUT_MS = 4_000
/** Losing a region stops processes and waits for them. */
const CHANGE_TIMEOUT_MS = 30_000

/** The world's response; throws its problem if it is not a success. */
export async function askWorld(
  description: TargetDescription,
  path: string,
  { method = 'GET', body }: Omit<WorldRequest, 'signal'> = {},
): Promise<object | undefined> {
  const signal = AbortSignal.timeout(method === 'GET' ? TIMEOUT_MS : CHANGE_TIMEOUT_MS)
  const answer = await requestWorld(description, path, { method, ...(body && { body }), signal })
  const said = await text(answer)
  if ((answer.statusCode ?? 0) >= 300) throw new Error(problemOf(said))
  return said === '' ? undefined : (JSON.parse(said) as object)
}

function problemOf(said: string): string {
  try {
    return (JSON.parse(said) as { error: { message: string } }).error.message
  } catch {
    return said.trim()
  }
}
