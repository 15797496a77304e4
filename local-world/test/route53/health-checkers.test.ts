import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import { HEALTH_CHECK_TYPE } from '../../src/modules/route53/resources.ts'
import { addressesIn, ask } from './dns-client.ts'
import { exampleGraph, exampleNodes, graphOf, healthCheckId, names, node } from './example-program.ts'
import { createStandIns, regionAddress } from './stand-ins.ts'

const SEOUL = '198.18.82.0/24'
let endpoint: Server
let status = 200
let seenHosts: Set<string>

beforeEach(async () => {
  status = 200
  seenHosts = new Set()
  endpoint = createServer((request, response) => {
    seenHosts.add(String(request.headers.host))
    response.writeHead(status).end('all is well here')
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => endpoint.close(resolve)))

const portOf = () => (endpoint.address() as AddressInfo).port

it('health checkers follow an endpoint down and up again, and DNS answers change with it', async () => {
  const { world, dependencies } = createStandIns((_, port) => (port === 80 ? portOf() : undefined))
  await using running = await startRoute53(planRoute53(exampleGraph()), world, dependencies)
  const turned = (isHealthy: boolean) =>
    new Promise<void>((resolve) => {
      const forget = running.onHealthStatus((id, now) => {
        if (id !== healthCheckId('ap-northeast-2') || now !== isHealthy) return
        forget()
        resolve()
      })
    })
  const answer = async () => addressesIn(await ask(running.port, { name: names.nearest, subnet: SEOUL }))

  expect(await answer()).toEqual([regionAddress['ap-northeast-2']])
  const goesDown = turned(false)
  status = 503
  await goesDown
  expect(running.healthStatus(healthCheckId('ap-northeast-2'))).toBe(false)
  const comesUp = turned(true)
  status = 302
  await comesUp
  expect(await answer()).toEqual([regionAddress['ap-northeast-2']])
  expect(seenHosts).toContain(names.region('ap-northeast-2'))
  expect(world.journal.entries().map(({ event }) => event)).toContain('health check turned unhealthy')
})

it('an endpoint counts as unreached until enough checkers have reached it, whatever its status', async () => {
  status = 503
  const { world, dependencies } = createStandIns((_, port) => (port === 80 ? portOf() : undefined))
  const healthCheck = { type: 'HTTP', fqdn: 'a.example', port: 80, resourcePath: '/', requestInterval: 10 }
  const graph = graphOf([
    ...exampleNodes().slice(0, 1),
    node(HEALTH_CHECK_TYPE, 'one', healthCheck, {}, 'one'),
  ])
  await using running = await startRoute53(planRoute53(graph), world, dependencies)
  expect(running.unreachedEndpoints()).toHaveLength(1)
  expect(running.healthStatus('one')).toBe(true)
  status = 200
  await vi.waitFor(() => expect(running.unreachedEndpoints()).toEqual([]))
})

it('checkers that are triggered see a recovered endpoint long before their next interval', async () => {
  const { world, dependencies } = createStandIns((_, port) => (port === 80 ? portOf() : undefined))
  const healthCheck = { type: 'HTTP', fqdn: 'a.example', port: 80, resourcePath: '/', requestInterval: 10 }
  const graph = graphOf([
    ...exampleNodes().slice(0, 1),
    node(HEALTH_CHECK_TYPE, 'one', healthCheck, {}, 'one'),
  ])
  const clock = createManualClock()
  const settings = createSettings({ timeScale: 1 })
  const still = { ...world, clock, patientClock: clock, settings }
  const running = await startRoute53(planRoute53(graph), still, dependencies)
  onTestFinished(async () => {
    const ended = running[Symbol.asyncDispose]()
    await clock.advance(1_000)
    await ended
  })
  expect(running.unreachedEndpoints()).toHaveLength(1)
  await vi.waitFor(() => {
    running.checkNow()
    expect(running.unreachedEndpoints()).toEqual([])
  })
})

it.each([
  ['HTTP_STR_MATCH', { searchString: 'well' }, 80, true],
  ['HTTP_STR_MATCH', { searchString: 'ill' }, 80, false],
  ['TCP', {}, 80, true],
  ['TCP', {}, 81, false],
] as const)('a check of type %s %o on port %i is healthy: %s', async (type, inputs, port, expected) => {
  const { world, dependencies } = createStandIns((_, asked) => (asked === 80 ? portOf() : undefined))
  const healthCheck = { type, fqdn: 'a.example', port, requestInterval: 10, ...inputs }
  const graph = graphOf([
    ...exampleNodes().slice(0, 1),
    node(HEALTH_CHECK_TYPE, 'one', healthCheck, {}, 'one'),
  ])
  await using running = await startRoute53(planRoute53(graph), world, dependencies)
  const changed = new Promise<boolean>((resolve) => running.onHealthStatus((_, now) => resolve(now)))
  if (expected) await untilObserved(running, 24)
  else await changed
  expect(running.healthStatus('one')).toBe(expected)
})

/** Waits until the checkers have reported this many results. */
async function untilObserved(running: { control?: unknown }, results: number): Promise<void> {
  const { operations } = running.control as {
    operations: Record<
      string,
      (input: object) => { HealthCheckObservations: { StatusReport: { CheckedTime: Date } }[] }
    >
  }
  const times = new Set<string>()
  while (times.size < results) {
    const { HealthCheckObservations } = operations.GetHealthCheckStatus!({ HealthCheckId: 'one' })
    for (const [index, { StatusReport }] of HealthCheckObservations.entries())
      times.add(`${index} ${StatusReport.CheckedTime.getTime()}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('(32) a CLOUDWATCH_METRIC check follows the data of its alarm and nothing else', async () => {
  const { world, dependencies, alarms, metrics } = createStandIns()
  const inputs = {
    type: 'CLOUDWATCH_METRIC',
    cloudwatchAlarmName: 'lag',
    cloudwatchAlarmRegion: 'us-west-2',
    insufficientDataHealthStatus: 'LastKnownStatus',
  }
  const graph = graphOf([node(HEALTH_CHECK_TYPE, 'lag', inputs, {}, 'check-lag')])
  await using running = await startRoute53(planRoute53(graph), world, dependencies)
  const status = () => running.healthStatus('check-lag')
  expect(status()).toBe(true)
  alarms.set('us-west-2/lag', 'ALARM')
  expect(status()).toBe(false)
  alarms.set('us-west-2/lag', 'INSUFFICIENT_DATA')
  expect(status()).toBe(false)
  alarms.set('us-west-2/lag', 'OK')
  expect(status()).toBe(true)
  await expect.poll(() => metrics.get('HealthCheckStatus check-lag')).toBe(1)
})
