import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { EDGE_LIMITS, startEdge } from '../../src/modules/cloudfront/engine/start-edge.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { OPEN } from '../support/test-trust.ts'

/** An edge that never gets a complete request, so its site is never used. */
async function startIdleEdge(limits: typeof EDGE_LIMITS) {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-edge-'))
  const certificate = await (await createAuthority(folder)).issue(['edge.example'])
  const networkInterface = { address: '198.51.100.1', serve: () => {}, close: () => {} }
  const site = {
    distribution: { id: 'E1', domainName: 'edge.example' },
    city: 'seoul',
    close: async () => {},
  }
  const edge = await startEdge(site as never, networkInterface as never, certificate, { trust: OPEN, limits })
  onTestFinished(async () => {
    await edge[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  return edge
}

it('an edge closes connections of viewers that never finish their headers', async () => {
  const limits = { ...EDGE_LIMITS, headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 }
  const { port } = await startIdleEdge(limits)
  const halfOpen = Array.from({ length: 300 }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /en HTTP/1.1\r\nHost: edge.example\r\n')
    // Either with 408, or without a response when it comes too late to be read.
    socket.on('error', () => {}).resume()
    return new Promise((resolve) => socket.once('close', resolve))
  })
  expect(await Promise.all(halfOpen)).toHaveLength(300)
})

it('an edge allows 30 seconds for the headers, and a minute for the whole request', () => {
  expect(EDGE_LIMITS).toMatchObject({ headersTimeout: 30_000, requestTimeout: 60_000 })
})
