import { describe, expect, it } from 'vitest'
import type { TargetHealth } from '../../src/modules/elbv2/running.ts'
import { eventually } from '../support/conditions.ts'
import { startLoadBalancer } from './load-balancer-fixture.ts'

describe('targets', () => {
  it('become healthy after one pass, unhealthy at the threshold, with AWS’s reasons', async () => {
    const { addTarget, elbv2, pages, untilHealthy } = await startLoadBalancer()
    const seen: (readonly [TargetHealth['state'], string | undefined])[] = []
    elbv2.onTargetHealth((_group, { state, reason }) => void seen.push([state, reason]))
    let status = 200
    await addTarget(pages, (_request, response) => response.writeHead(status).end())
    await untilHealthy(pages)
    status = 500
    await eventually('an unhealthy target', () => seen.at(-1)?.[0] === 'unhealthy')
    status = 200
    await untilHealthy(pages)
    expect(seen).toEqual([
      ['initial', 'Elb.RegistrationInProgress'],
      ['healthy', undefined],
      ['unhealthy', 'Target.ResponseCodeMismatch'],
      ['healthy', undefined],
    ])
  })

  it('are checked by ELB-HealthChecker/2.0 with their own address as Host', async () => {
    const { addTarget, pages, untilHealthy } = await startLoadBalancer()
    const seen: (string | undefined)[] = []
    const { target } = await addTarget(pages, (request, response) => {
      seen.push(request.headers['user-agent'], request.headers.host)
      response.end()
    })
    await untilHealthy(pages)
    expect(seen.slice(0, 2)).toEqual(['ELB-HealthChecker/2.0', `${target.address}:3000`])
  })

  // INV-ELBV2-4
  it('finish requests in flight when they are deregistered, and get no new ones', async () => {
    const { addTarget, elbv2, get, pages, untilHealthy } = await startLoadBalancer()
    let finish: (() => void) | undefined
    const { target } = await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') return void response.end()
      finish = () => response.end('finished')
    })
    await untilHealthy(pages)
    const slow = get('/slow')
    await eventually('the request', () => finish !== undefined)
    const gone = elbv2.deregister(pages, target)
    expect(elbv2.targetHealth(pages)[0]?.reason).toBe('Target.DeregistrationInProgress')
    expect((await get('/')).status).toBe(503)
    finish?.()
    expect((await slow).body).toBe('finished')
    await gone
    expect(elbv2.targetHealth(pages)).toEqual([])
  })

  // INV-ELBV2-4
  it('answer 502 to requests in flight when the deregistration delay is over', async () => {
    const { addTarget, elbv2, get, pages, untilHealthy } = await startLoadBalancer()
    let hasArrived = false
    const { target } = await addTarget(pages, (request, response) => {
      if (request.url === '/health/live') return void response.end()
      hasArrived = true
    })
    await untilHealthy(pages)
    const slow = get('/slow')
    await eventually('the request', () => hasArrived)
    await elbv2.deregister(pages, target)
    expect((await slow).status).toBe(502)
  })

  it('in a group without a rule are unused', async () => {
    const { addTarget, api, elbv2 } = await startLoadBalancer()
    await addTarget(api, (_request, response) => response.end())
    expect(elbv2.targetHealth(api)[0]).toMatchObject({ state: 'unused', reason: 'Target.NotInUse' })
  })
})

describe('the load balancer as an alias target', () => {
  // INV-ELBV2-6
  it('24 is healthy when every used group has a healthy target; an empty group counts as unhealthy', async () => {
    const { addTarget, api, dnsName, elbv2, pages, untilHealthy } = await startLoadBalancer({
      rules: (groups) => [
        {
          conditions: [{ pathPattern: { values: ['/api/*'] } }],
          actions: [{ type: 'forward', targetGroupArn: groups.api }],
        },
      ],
    })
    await addTarget(pages, (_request, response) => response.end())
    await untilHealthy(pages)
    expect(elbv2.aliasHealth(dnsName)).toBe(false)
    await addTarget(api, (_request, response) => response.end())
    await untilHealthy(api)
    expect(elbv2.aliasHealth(`${dnsName}.`)).toBe(true)
    expect(elbv2.aliasHealth('other.us-east-1.elb.amazonaws.com')).toBeUndefined()
  })

  it('refuses connections while it is down, and serves again when restored', async () => {
    const { addTarget, dnsName, elbv2, get, loadBalancerArn, pages, untilHealthy } = await startLoadBalancer()
    await addTarget(pages, (_request, response) => response.end('served'))
    await untilHealthy(pages)
    const interruption = await elbv2.interrupt(loadBalancerArn)
    await expect(get('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(elbv2.aliasHealth(dnsName)).toBe(false)
    await interruption.restore()
    expect((await get('/')).body).toBe('served')
  })
})
