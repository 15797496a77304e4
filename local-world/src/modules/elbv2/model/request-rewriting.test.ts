import { describe, expect, it } from 'vitest'
import type { RedirectAction } from './load-balancer-plan.ts'
import { redirectLocation } from './redirect.ts'
import { newTraceId, traceHeader } from './trace-id.ts'

const REQUEST = {
  protocol: 'http',
  host: 'www.example.com:80',
  port: 80,
  path: '/ko/ev9',
  query: 'a=1',
} as const
const SAME: RedirectAction = {
  type: 'redirect',
  statusCode: 302,
  protocol: '#{protocol}',
  host: '#{host}',
  port: '#{port}',
  path: '/#{path}',
  query: '#{query}',
}

// INV-ELBV2-7
describe('a redirect', () => {
  it('to HTTPS keeps host, path and query', () => {
    const location = redirectLocation({ ...SAME, protocol: 'HTTPS', port: '443' }, REQUEST)
    expect(location).toBe('https://www.example.com:443/ko/ev9?a=1')
  })

  it('keeps the protocol of the listener', () => {
    const location = redirectLocation({ ...SAME, path: '/new' }, { ...REQUEST, protocol: 'https', port: 443 })
    expect(location).toBe('https://www.example.com:443/new?a=1')
  })

  it('includes a non-default port, and omits an empty query', () => {
    const location = redirectLocation({ ...SAME, port: '8080', path: '/new/#{path}', query: '' }, REQUEST)
    expect(location).toBe('http://www.example.com:8080/new/ko/ev9')
  })
})

describe('the trace header', () => {
  it('starts a trace with a timestamp and a random id', () => {
    expect(newTraceId(0x6789_1233 * 1_000, (digits) => 'a'.repeat(digits))).toBe(
      `1-67891233-${'a'.repeat(24)}`,
    )
    expect(traceHeader(undefined, 'new')).toBe('Root=new')
  })

  it('puts Self before a received Root and replaces an older Self', () => {
    expect(traceHeader('Self=old;Root=1-a;Lineage=x', 'new')).toBe('Self=new;Root=1-a;Lineage=x')
  })

  it('adds a Root when the client sent only its own fields', () => {
    expect(traceHeader('CalledFrom=app', 'new')).toBe('Root=new;CalledFrom=app')
  })
})
