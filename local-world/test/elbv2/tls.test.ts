import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { createConnection } from 'node:net'
import { connect, type SecureVersion } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { planLoadBalancing } from '../../src/modules/elbv2/plan/plan.ts'
import { describeLoadBalancer } from './example-program.ts'
import { type RunningFixture, startLoadBalancer } from './load-balancer-fixture.ts'

const overTls = (sslPolicy?: string) => (certificateArn: string) => ({
  port: 443,
  protocol: 'HTTPS',
  certificateArn,
  ...(sslPolicy && { sslPolicy }),
})
const MODERN = 'ELBSecurityPolicy-TLS13-1-2-2021-06'

async function handshake(fixture: RunningFixture, servername: string, maxVersion: SecureVersion = 'TLSv1.3') {
  const { network, dnsName, world } = fixture
  const socket = connect({
    host: '127.0.0.1',
    port: await network.locate(dnsName, 443),
    servername,
    ca: await readFile(world.certificates.certificateFile, 'utf8'),
    minVersion: 'TLSv1.2',
    maxVersion,
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket.getProtocol()
}

describe('an HTTPS listener', () => {
  it('accepts every name of its certificate, and no other', async () => {
    const fixture = await startLoadBalancer({ listener: overTls(MODERN) })
    expect(await handshake(fixture, 'edge.example')).toBe('TLSv1.3')
    expect(await handshake(fixture, 'a.shop.example')).toBe('TLSv1.3')
    await expect(handshake(fixture, 'other.example')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  it('enforces the minimum TLS version of its policy', async () => {
    const modern = await startLoadBalancer({ listener: overTls(MODERN) })
    expect(await handshake(modern, 'edge.example', 'TLSv1.2')).toBe('TLSv1.2')
    const newest = await startLoadBalancer({ listener: overTls('ELBSecurityPolicy-TLS13-1-3-2021-06') })
    await expect(handshake(newest, 'edge.example', 'TLSv1.2')).rejects.toThrow(/protocol version/)
  })

  it('closes all connections at once when it goes down, unfinished handshakes included', async () => {
    const { elbv2, network, dnsName, loadBalancerArn } = await startLoadBalancer({
      listener: overTls(MODERN),
    })
    const silent = createConnection({ host: '127.0.0.1', port: await network.locate(dnsName, 443) })
    silent.on('error', () => {})
    const left = once(silent, 'close')
    await once(silent, 'connect')
    await elbv2.interrupt(loadBalancerArn)
    await left
  })

  it('forwards the protocol HTTPS to targets', async () => {
    const fixture = await startLoadBalancer({ listener: overTls(MODERN) })
    const seen: unknown[] = []
    await fixture.addTarget(fixture.pages, (asked, response) => {
      if (asked.url === '/page')
        seen.push(asked.headers['x-forwarded-proto'], asked.headers['x-forwarded-port'])
      response.end()
    })
    await fixture.untilHealthy(fixture.pages)
    const asking = request({
      host: '127.0.0.1',
      port: await fixture.network.locate(fixture.dnsName, 443),
      path: '/page',
      servername: 'edge.example',
      ca: await readFile(fixture.world.certificates.certificateFile, 'utf8'),
      agent: false,
    })
    asking.end()
    const [answer] = await once(asking, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(200)
    expect(seen).toEqual(['https', '443'])
  })

  it('is refused with a certificate that is not in the program', () => {
    const { graph } = describeLoadBalancer({
      listener: () => ({
        port: 443,
        protocol: 'HTTPS',
        certificateArn: 'arn:aws:acm:us-east-1:1:certificate/x',
      }),
    })
    expect(() => planLoadBalancing(graph)).toThrow(/CertificateNotFound: .* no certificate of the program/)
  })
})
