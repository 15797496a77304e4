import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from './test-trust.ts'

export interface RawCall {
  readonly scope: string
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface RawReply {
  readonly status: number
  readonly code: string | undefined
  readonly message: string | undefined
  readonly body: string
}

/** Sends requests exactly as written, which no SDK would send, to an endpoint with the given services. */
export async function rawEndpoint(...services: WireService[]): Promise<(call: RawCall) => Promise<RawReply>> {
  const endpoint = await startControlEndpoint(services, createJournal(createManualClock()), OPEN)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  return async ({ scope, method = 'POST', path = '/', headers = {}, body }) => {
    const response = await fetch(`http://127.0.0.1:${endpoint.port}${path}`, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=local/20261201/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=0`,
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    return readReply(response.status, response.headers, await response.text())
  }
}

function readReply(status: number, headers: Headers, body: string): RawReply {
  const isJson = headers.get('content-type')?.includes('json')
  if (!isJson) return { status, code: element(body, 'Code'), message: element(body, 'Message'), body }
  const parsed = JSON.parse(body) as { __type?: string; message?: string }
  return {
    status,
    code: parsed.__type ?? headers.get('x-amzn-errortype') ?? undefined,
    message: parsed.message,
    body,
  }
}

const element = (body: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]?.replaceAll('&apos;', "'")
