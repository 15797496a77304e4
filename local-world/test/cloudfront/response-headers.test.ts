import type { ResourceNode } from '@meridian/resource-graph'
import { expect, it } from 'vitest'
import { planResponseHeadersPolicy } from '../../src/modules/cloudfront/plan/response-headers.ts'

it.each([
  [{ protection: true, modeBlock: true }, '1; mode=block'],
  [{ protection: true, reportUri: 'https://example.com/r' }, '1; report=https://example.com/r'],
  [{ protection: true }, '1'],
  [{ protection: false }, '0'],
])('a policy with the XSS protection %j sends %s', (xssProtection, value) => {
  const inputs = {
    name: 'safe',
    securityHeadersConfig: { xssProtection: { ...xssProtection, override: true } },
  }
  const { headers } = planResponseHeadersPolicy({ id: 'one', name: 'one', inputs } as unknown as ResourceNode)
  expect(headers).toEqual([{ name: 'x-xss-protection', value, isOverride: true }])
})
