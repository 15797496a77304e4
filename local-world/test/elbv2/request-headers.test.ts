import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { headersForTarget } from '../../src/modules/elbv2/engine/request-headers.ts'

it.each([
  [true, ['Good-1', 'a']],
  [false, ['Good-1', 'a', 'bad_name', 'b', 'bad.name', 'c']],
])(
  'with dropInvalidHeaderFields %s the target receives %j of the client’s headers',
  (dropsInvalidHeaders, passed) => {
    const rawHeaders = ['Good-1', 'a', 'bad_name', 'b', 'bad.name', 'c']
    const headers = headersForTarget(
      { rawHeaders, headers: { host: 'edge.example' } } as unknown as IncomingMessage,
      {
        dnsName: 'edge-1.us-east-1.elb.amazonaws.com',
        clientAddress: '192.0.2.1',
        port: 80,
        protocol: 'http',
        traceId: 'Root=1',
        forwardedFor: 'remove',
        dropsInvalidHeaders,
      },
    )
    expect(headers.slice(0, passed.length)).toEqual(passed)
    expect(headers[passed.length]).toBe('X-Forwarded-Proto')
  },
)
