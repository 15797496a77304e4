import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { createApiClient } from '../src/api/api-client.ts'
import { createTransport } from '../src/api/transport.ts'
import { buildApp } from '../src/app.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { type ApiDouble, startApiDouble } from './api-double.ts'

export interface TestSite {
  readonly app: FastifyInstance
  readonly api: ApiDouble
}

/** The site over a real API server; both are closed with the test. */
export async function startSite(overrides: Partial<Config> = {}): Promise<TestSite> {
  const api = await startApiDouble()
  const config = {
    ...loadConfig({ API_ORIGIN: api.origin, AWS_REGION: 'us-west-2', TRUSTED_PROXY_HOPS: '2' }),
    apiReadTimeoutMs: 500,
    apiWriteTimeoutMs: 500,
    ...overrides,
  }
  const transport = createTransport(config.apiOrigin, config.apiOriginKey)
  const client = createApiClient(transport, {
    readTimeoutMs: config.apiReadTimeoutMs,
    writeTimeoutMs: config.apiWriteTimeoutMs,
    staleMaxAgeMs: config.staleMaxAgeSeconds * 1_000,
  })
  const app = await buildApp(config, { api: client })
  onTestFinished(async () => {
    await app.close()
    await transport[Symbol.asyncDispose]()
    await api[Symbol.asyncDispose]()
  })
  return { app, api }
}

export function hiddenField(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}

/** Sends the form as a browser without JavaScript does. */
export function submit(
  app: FastifyInstance,
  fields: Record<string, string>,
  headers = {},
  url = '/forms/lead',
) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })
}
