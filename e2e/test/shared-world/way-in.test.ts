import { accessTo, openHttpProbe, routeTo, verifyDeployment } from '@meridian/operator-tools'
import { dnsNames, REGION_IDS } from '@meridian/topology'
import { describe, expect } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'

let world: BootedWorld
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})

const TIMEOUT_MS = 5_000
const domain = () => world.target.stackOutputs.domain

/** The answer to a visitor in Seoul, or the error. */
async function ask(origin: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { ca, proxy } = routeTo(world.target, 'seoul', 'edge', await accessTo(world.target))
  const way = { origin, headers, ...(ca && { ca }), ...(proxy && { proxy }) }
  using probe = await openHttpProbe(way, TIMEOUT_MS)
  return await probe.get(path)
}

describe.each(REGION_IDS)('the load balancer of %s', (region) => {
  const url = () => world.target.stackOutputs.loadBalancers[region].url

  it('refuses requests that bypass the edge', async () => {
    expect((await ask(url(), '/en')).status).toBe(403)
    expect((await ask(url(), '/api/campaigns?locale=en')).status).toBe(403)
    expect((await ask(url(), '/en', { 'x-meridian-origin-key': 'a guess' })).status).toBe(403)
  })

  it('answers requests with the origin key', async () => {
    const { headers = {} } = routeTo(world.target, 'seoul', region, await accessTo(world.target))
    const answer = await ask(url(), '/en', headers)
    expect([answer.status, answer.headers['x-meridian-region']]).toEqual([200, region])
  })

  it('answers readiness checks without the origin key', async () => {
    expect((await ask(url(), '/api/health/ready')).status).toBe(200)
  })

  it('has no listener on the port for plain HTTP', async () => {
    await expect(ask(url().replace('https:', 'http:'), '/en')).rejects.toThrow(/the proxy answered 50[24]/)
  })
})

describe('the site', () => {
  it.each(['www', 'apex'] as const)(
    'is served by the edge at %s, over TLS and with an HSTS header',
    async (name) => {
      const host = name === 'www' ? dnsNames(domain()).www : domain()
      const answer = await ask(`https://${host}`, '/ko')
      expect(answer.status).toBe(200)
      expect(answer.headers['x-amz-cf-pop']).toMatch(/^ICN/)
      expect(answer.headers['strict-transport-security']).toBe('max-age=86400; includeSubDomains')
    },
  )

  it('redirects plain HTTP to HTTPS', async () => {
    const answer = await ask(`http://${dnsNames(domain()).www}`, '/ko')
    expect([answer.status, answer.headers.location]).toEqual([301, `https://${dnsNames(domain()).www}/ko`])
  })

  it('does not reveal the origin key of the edge', async () => {
    const answer = await ask(`https://${dnsNames(domain()).www}`, '/api/region')
    expect(Object.keys(answer.headers)).not.toContain('x-meridian-origin-key')
  })
})

it('the world passes verify-deployment', async () => {
  const report = await verifyDeployment(world.target, { timeoutMs: TIMEOUT_MS })
  expect(report.checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
})
