import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createCommitSource } from '../../src/modules/cloudwatch/engine/commit-source.ts'
import { createLoadBalancerSource } from '../../src/modules/cloudwatch/engine/load-balancer-source.ts'
import { createLagReader } from '../../src/modules/cloudwatch/engine/read-lags.ts'
import { createReplicationSource } from '../../src/modules/cloudwatch/engine/replication-source.ts'
import { createTaskSource } from '../../src/modules/cloudwatch/engine/task-source.ts'
import { MetricStore } from '../../src/modules/cloudwatch/model/metric-store.ts'
import type { DatabaseInstance } from '../../src/modules/rds/running.ts'
import { startService } from '../ecs/service-fixture.ts'
import { startLoadBalancer } from '../elbv2/load-balancer-fixture.ts'

describe('a load balancer', () => {
  it('counts requests, responses and targets, in total and per group', async () => {
    const { addTarget, api, elbv2, get, pages, untilHealthy } = await startLoadBalancer({
      rules: (groups) => [
        {
          conditions: [{ pathPattern: { values: ['/api/*'] } }],
          actions: [{ type: 'forward', targetGroupArn: groups.api }],
        },
      ],
    })
    const store = new MetricStore()
    const source = createLoadBalancerSource(elbv2, store, () => 0)
    await addTarget(pages, (request, response) =>
      response.writeHead(request.url === '/broken' ? 500 : 200).end('page'),
    )
    await untilHealthy(pages)
    for (const path of ['/', '/', '/broken', '/api/nobody']) await get(path)
    await source.collect(0)
    source.close()

    const values = (name: string, group?: string) => {
      const found = store
        .list('us-east-1')
        .filter((metric) => metric.name === name)
        .find(({ dimensions }) => dimensions.TargetGroup === group?.split(':').at(-1))
      const window = { startMs: 0, endMs: 1_000, periodMs: 1_000 }
      return found && store.periods(found, window).get(0)
    }
    expect(values('RequestCount')?.count).toBe(4)
    expect(values('RequestCount', pages)?.count).toBe(3)
    expect(values('HTTPCode_Target_2XX_Count')?.count).toBe(2)
    expect(values('HTTPCode_Target_5XX_Count', pages)?.count).toBe(1)
    expect(values('HTTPCode_ELB_5XX_Count')?.count).toBe(1)
    expect(values('TargetResponseTime')?.maximum).toBeLessThan(5)
    expect(values('HealthyHostCount', pages)?.sum).toBe(1)
    expect(values('HealthyHostCount', api)?.sum).toBe(0)
  })
})

describe('a service', () => {
  it('counts its tasks, with the names of its cluster and itself as dimensions', async () => {
    const { ecs } = await startService({ service: { desiredCount: 2 } })
    await ecs.untilSteady()
    const store = new MetricStore()
    await createTaskSource(ecs, store).collect(0)
    const dimensions = { ClusterName: 'main', ServiceName: 'web' }
    const metric = { region: 'us-east-1', namespace: 'ECS/ContainerInsights', dimensions } as const
    const count = (name: string) =>
      store.periods({ ...metric, name }, { startMs: 0, endMs: 1_000, periodMs: 1_000 }).get(0)?.sum
    expect([count('RunningTaskCount'), count('DesiredTaskCount'), count('PendingTaskCount')]).toEqual([
      2, 2, 0,
    ])
  })
})

describe('a global database', () => {
  const instance = (region: DatabaseInstance['region'], role: DatabaseInstance['role']) =>
    ({
      id: `i-${region}`,
      clusterId: `c-${region}`,
      globalClusterId: 'g',
      region,
      role,
      status: 'available',
    }) as DatabaseInstance

  // INV-CLOUDWATCH-2
  it('(10) reports lag in the regions of readers, and moves with the writer', async () => {
    const clock = createManualClock(0)
    const store = new MetricStore()
    let writer: DatabaseInstance['region'] = 'us-east-1'
    const positions = new Map([
      ['i-us-east-1', '0/0'],
      ['i-us-west-2', '0/0'],
    ])
    const rds = {
      instances: () =>
        (['us-east-1', 'us-west-2'] as const).map((region) =>
          instance(region, region === writer ? 'writer' : 'reader'),
        ),
      position: async (id: string) => ({ lsn: positions.get(id) ?? '', isWritable: false, commits: 0 }),
    }
    const source = createReplicationSource(createLagReader(rds, clock), store)
    const regions = () =>
      (['us-east-1', 'us-west-2'] as const).filter((region) =>
        store.list(region).some(({ name }) => name === 'AuroraGlobalDBReplicationLag'),
      )
    await source.collect(clock.now())
    positions.set('i-us-east-1', '0/64')
    await clock.advance(2_000)
    await source.collect(clock.now())
    expect(regions()).toEqual(['us-west-2'])
    const [lag] = store.list('us-west-2')
    const window = { startMs: 0, endMs: 3_000, periodMs: 3_000 }
    expect(lag && store.periods(lag, window).get(0)?.maximum).toBe(2_000)

    writer = 'us-west-2'
    await source.collect(clock.now())
    expect(regions()).toEqual(['us-east-1', 'us-west-2'])
  })

  it('reports no lag of 0 for a writer that no longer answers', async () => {
    const clock = createManualClock(0)
    const store = new MetricStore()
    let isLost = false
    const rds = {
      instances: () => [
        instance('us-west-2', 'reader'),
        ...(isLost ? [] : [instance('us-east-1', 'writer')]),
      ],
      position: async () => ({ lsn: '0/1', isWritable: false, commits: 0 }),
    }
    const source = createReplicationSource(createLagReader(rds, clock), store)
    await source.collect(clock.now())
    isLost = true
    await clock.advance(10_000)
    await source.collect(clock.now())
    const [lag] = store.list('us-west-2')
    const found = lag && store.periods(lag, { startMs: 0, endMs: 20_000, periodMs: 5_000 })
    expect([...(found ?? [])].map(([startMs]) => startMs)).toEqual([0])
  })

  it('reports how many transactions its writer commits a second, until the server resets its counter', async () => {
    const store = new MetricStore()
    const counters = [100, 150, 10]
    const rds = {
      instances: () => [instance('us-east-1', 'writer'), instance('us-west-2', 'reader')],
      position: async () => ({ lsn: '0/0', isWritable: true, commits: counters.shift() ?? 0 }),
    }
    const source = createCommitSource(rds, store)
    for (const nowMs of [0, 5_000, 10_000]) {
      source.collect(nowMs)
      await new Promise(setImmediate)
    }
    const [metric, ofRole] = store.list('us-east-1')
    expect(metric).toMatchObject({
      name: 'CommitThroughput',
      dimensions: { DBClusterIdentifier: 'c-us-east-1' },
    })
    expect(ofRole?.dimensions).toEqual({ DBClusterIdentifier: 'c-us-east-1', Role: 'WRITER' })
    const periods = metric && store.periods(metric, { startMs: 0, endMs: 15_000, periodMs: 5_000 })
    expect([...(periods ?? [])].map(([startMs, { sum }]) => [startMs, sum])).toEqual([[5_000, 10]])
    expect(store.list('us-west-2')).toEqual([])
  })

  it('with a server that does not answer has a gap there, and metrics of the others', async () => {
    const clock = createManualClock(0)
    const store = new MetricStore()
    let asked = 0
    const rds = {
      instances: () => [
        instance('us-east-1', 'writer'),
        instance('us-west-2', 'reader'),
        instance('ap-northeast-2', 'reader'),
      ],
      position: (id: string) => {
        if (id !== 'i-us-west-2') return Promise.resolve({ lsn: '0/1', isWritable: false, commits: 0 })
        asked++
        return new Promise<never>(() => {})
      },
    }
    const source = createReplicationSource(createLagReader(rds, clock), store)
    for (let beat = 0; beat < 3; beat++) {
      const collected = source.collect(clock.now())
      await clock.advance(1_000)
      await collected
    }
    expect(asked).toBe(1)
    expect(store.list('us-west-2')).toEqual([])
    expect(store.list('ap-northeast-2')).not.toEqual([])
  })
})
