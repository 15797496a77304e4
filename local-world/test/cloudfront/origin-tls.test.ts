import { describe, expect, it } from 'vitest'
import { planCloudFront } from '../../src/modules/cloudfront/plan/plan.ts'
import { ALL_VIEWER, behavior, exampleGraph, node, origin } from './example-program.ts'
import { ask } from './http-client.ts'
import { authority, startTestWorld, type TestWorld } from './stand-ins.ts'

const NAME = 'nearest.meridian.example'
const edgeOf = (world: TestWorld) => world.cdn.edges.find(({ city }) => city === 'seoul')!.port
const httpsOnly = { originProtocolPolicy: 'https-only' }
/** One origin over TLS, without failover. */
const overTls = (settings: Readonly<Record<string, unknown>> = {}) =>
  exampleGraph({
    origins: [
      origin('nearest', httpsOnly, { customHeaders: [{ name: 'X-Key', value: 'a key' }] }),
      origin('next'),
    ],
    defaultCacheBehavior: behavior('nearest', settings),
  })

describe('an origin over HTTPS', () => {
  it('is used when its certificate has the origin’s domain, and receives its custom headers', async () => {
    await using world = await startTestWorld(overTls(), await authority.issue([NAME]))
    expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'nearest' })
    expect(world.opened).toEqual(['198.19.0.1:443'])
    expect(world.nearest.requests[0]?.headers).toMatchObject({ host: NAME, 'x-key': 'a key' })
  })

  it('answers 502 when its certificate has another name', async () => {
    await using world = await startTestWorld(overTls(), await authority.issue(['other.example']))
    expect((await ask(edgeOf(world))).status).toBe(502)
    expect(world.nearest.requests).toEqual([])
  })

  it('answers 502 when it speaks plain HTTP on its TLS port', async () => {
    await using world = await startTestWorld(overTls())
    expect((await ask(edgeOf(world))).status).toBe(502)
  })

  it('is used when its certificate has the Host that is forwarded', async () => {
    const graph = overTls({ originRequestPolicyId: ALL_VIEWER })
    await using world = await startTestWorld(graph, await authority.issue(['www.meridian.example']))
    const answer = await ask(edgeOf(world), { headers: { host: 'www.meridian.example' } })
    expect(answer).toMatchObject({ status: 200, body: 'nearest' })
  })
})

describe('aliases', () => {
  const aliases = ['www.meridian.example', 'meridian.example']
  const certificate = (region: 'us-east-1' | 'us-west-2', names: readonly string[]) => ({
    ...node('aws:acm/certificate:Certificate', 'site', {
      domainName: names[0],
      subjectAlternativeNames: names.slice(1),
    }),
    region,
  })
  const viewerCertificate = { acmCertificateArn: 'site' }

  it('are accepted with a certificate of us-east-1 that covers them', () => {
    const graph = exampleGraph(
      { aliases, viewerCertificate },
      certificate('us-east-1', ['*.meridian.example', 'meridian.example']),
    )
    expect(planCloudFront(graph).distributions[0]?.aliases).toEqual(aliases)
  })

  it.each([
    ['without a certificate', exampleGraph({ aliases }), /need a certificate of their own/],
    [
      'with a certificate of another region',
      exampleGraph({ aliases, viewerCertificate }, certificate('us-west-2', aliases)),
      /is of us-west-2; make it in us-east-1/,
    ],
    [
      'with a certificate that lacks one',
      exampleGraph({ aliases, viewerCertificate }, certificate('us-east-1', ['*.meridian.example'])),
      /has \*\.meridian\.example and not meridian\.example/,
    ],
  ])('are refused %s', (_, graph, message) => {
    expect(() => planCloudFront(graph)).toThrow(message)
  })
})

describe('a response headers policy of the program', () => {
  const policy = (inputs: Readonly<Record<string, unknown>>) =>
    node('aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy', 'headers', inputs)
  const securityHeadersConfig = {
    strictTransportSecurity: { accessControlMaxAgeSec: 60, includeSubdomains: true, override: true },
    frameOptions: { frameOption: 'DENY', override: false },
  }

  it('overrides the origin’s headers where it says so, and otherwise adds to them', async () => {
    const graph = exampleGraph(
      { defaultCacheBehavior: behavior('pages', { responseHeadersPolicyId: 'headers' }) },
      policy({ securityHeadersConfig }),
    )
    await using world = await startTestWorld(graph)
    world.nearest.answer = (_, response) =>
      void response
        .writeHead(200, { 'strict-transport-security': 'max-age=1', 'x-frame-options': 'SAMEORIGIN' })
        .end()
    expect((await ask(edgeOf(world))).headers).toMatchObject({
      'strict-transport-security': 'max-age=60; includeSubDomains',
      'x-frame-options': 'SAMEORIGIN',
    })
  })

  it('is refused where it is not supported', () => {
    const graph = exampleGraph({}, policy({ corsConfig: {} }))
    expect(() => planCloudFront(graph)).toThrow(/corsConfig of a response headers policy is not supported/)
  })
})
