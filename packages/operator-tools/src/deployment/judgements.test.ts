import type { GlobalCluster } from '@aws-sdk/client-rds'
import { AREAS, REGION_IDS, type RegionId } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { sampleOutputs } from '../../test/sample-target.ts'
import type { Check } from '../report/findings.ts'
import { judgeAlarms } from './alarms.ts'
import { judgeGlobalCluster, judgeInstances } from './databases.ts'
import { judgeService, judgeTargets } from './services.ts'
import { judgeHealthCheck, judgeRecords } from './traffic.ts'
import { edgePaths, judgeAnswer } from './visitors.ts'

const failures = (checks: readonly Check[]) =>
  checks.filter((check) => check.verdict === 'failed').map((check) => `${check.name}: ${check.detail}`)

const stackOutputs = sampleOutputs()
const cluster: GlobalCluster = {
  Status: 'available',
  GlobalClusterMembers: REGION_IDS.map((region) => ({
    DBClusterArn: stackOutputs.database.regions[region].clusterArn,
    IsWriter: region === 'us-east-1',
    SynchronizationStatus: 'connected',
  })),
}

describe('the global database', () => {
  it('is ok with one writer and connected secondaries', () => {
    expect(failures(judgeGlobalCluster(cluster, { stackOutputs }))).toEqual([])
  })

  it('is not ok during a failover', () => {
    const failing = { ...cluster, Status: 'failing-over', FailoverState: { Status: 'failing-over' as const } }
    expect(failures(judgeGlobalCluster(failing, { stackOutputs })).join()).toContain('failing-over')
  })

  it('names a member that is missing and one that is not connected', () => {
    const [first, second] = cluster.GlobalClusterMembers ?? []
    const members = [first!, { ...second!, SynchronizationStatus: 'pending-resync' as const }]
    const seen = failures(judgeGlobalCluster({ ...cluster, GlobalClusterMembers: members }, { stackOutputs }))
    expect(seen.join()).toContain('missing: arn:aws:rds:ap-northeast-2')
    expect(seen.join()).toContain('us-west-2: pending-resync')
  })

  it('has exactly one writer', () => {
    const members = cluster.GlobalClusterMembers?.map((member) => ({ ...member, IsWriter: true })) ?? []
    const seen = failures(judgeGlobalCluster({ ...cluster, GlobalClusterMembers: members }, { stackOutputs }))
    expect(seen).toEqual(['global database has one writer: us-east-1, us-west-2, ap-northeast-2'])
  })

  it('needs available instances in every region', () => {
    expect(judgeInstances('us-east-1', []).verdict).toBe('failed')
    expect(
      judgeInstances('us-east-1', [{ DBInstanceIdentifier: 'a', DBInstanceStatus: 'creating' }]).verdict,
    ).toBe('failed')
  })
})

describe('a service', () => {
  const running = {
    serviceName: 'web',
    status: 'ACTIVE',
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    deployments: [{}],
  }
  it.each([
    ['as many tasks as wanted', running, 'ok'],
    ['a task too few', { ...running, runningCount: 1 }, 'failed'],
    ['a deployment under way', { ...running, deployments: [{}, {}] }, 'failed'],
    ['another name', { ...running, serviceName: 'api' }, 'failed'],
  ] as const)('with %s is %s', (_title, service, verdict) => {
    expect(
      judgeService('us-east-1', 'web', [{ ...service, deployments: [...service.deployments] }]).verdict,
    ).toBe(verdict)
  })

  it.each([
    ['healthy targets', ['healthy', 'healthy'], 'ok'],
    ['one unhealthy', ['healthy', 'unhealthy'], 'failed'],
    ['one on its way out', ['healthy', 'draining'], 'ok'],
    ['nothing but one on its way out', ['draining'], 'failed'],
    ['no target', [], 'failed'],
  ] as const)('behind a load balancer with %s is %s', (_title, states, verdict) => {
    const descriptions = states.map((State) => ({
      Target: { Id: '10.0.0.1', Port: 3000 },
      TargetHealth: { State },
    }))
    expect(judgeTargets('us-east-1', 'frontend', descriptions).verdict).toBe(verdict)
  })
})

describe('alarms', () => {
  const lag = { AlarmName: 'lag', Namespace: 'AWS/RDS', MetricName: 'AuroraGlobalDBReplicationLag' }
  const cpu = {
    AlarmName: 'cpu',
    Metrics: [
      {
        Id: 'a',
        MetricStat: {
          Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization' },
          Period: 60,
          Stat: 'Average',
        },
      },
    ],
  }
  const silent = { StateValue: 'INSUFFICIENT_DATA' as const }

  it.each([
    [
      'with data, ringing or not',
      [
        { ...lag, StateValue: 'ALARM' as const },
        { ...cpu, StateValue: 'OK' as const },
      ],
      'ok',
      '2 alarms',
    ],
    [
      'of which one has no data',
      [
        { ...lag, StateValue: 'OK' as const },
        { ...cpu, ...silent },
      ],
      'failed',
      'cpu',
    ],
    ['that do not exist', [], 'failed', '0 alarms'],
  ])('%s are judged', (_title, alarms, verdict, detail) => {
    expect(judgeAlarms('us-east-1', { alarms }, Date.now())).toMatchObject({ verdict, detail })
  })

  it('without data are not judged until they have had time to receive some', () => {
    const madeAt = new Date('2026-12-01T00:00:00Z')
    const alarm = {
      ...lag,
      ...silent,
      Period: 60,
      EvaluationPeriods: 3,
      AlarmConfigurationUpdatedTimestamp: madeAt,
    }
    const judgedAfter = (seconds: number) =>
      judgeAlarms('us-east-1', { alarms: [alarm] }, madeAt.getTime() + seconds * 1_000)
    expect(judgedAfter(3 * 60 + 299)).toMatchObject({
      verdict: 'ok',
      detail: '0 alarms, and 1 too new to have any',
    })
    expect(judgedAfter(3 * 60 + 300)).toMatchObject({ verdict: 'failed', detail: 'lag' })
  })

  it('without data fail only in a world that measures their metric, under another dimension', () => {
    const measured = new Set(['AWS/RDS AuroraGlobalDBReplicationLag'])
    expect(judgeAlarms('us-west-2', { alarms: [{ ...lag, ...silent }], measured }, Date.now())).toMatchObject(
      {
        verdict: 'failed',
        detail: 'lag',
      },
    )
    expect(judgeAlarms('us-west-2', { alarms: [{ ...cpu, ...silent }], measured }, Date.now())).toMatchObject(
      {
        verdict: 'ok',
        detail: '0 alarms, and 1 on what is not measured here',
      },
    )
  })
})

describe('traffic', () => {
  it.each([
    [16, 3, 'ok'],
    [16, 2, 'failed'],
    [0, 0, 'failed'],
  ] as const)('of %s checkers, %s that say success are %s', (count, healthy, verdict) => {
    const observations = Array.from({ length: count }, (_, index) => ({
      StatusReport: { Status: index < healthy ? 'Success: HTTP Status Code 200, OK' : 'Failure: timeout' },
    }))
    expect(judgeHealthCheck('us-east-1', observations).verdict).toBe(verdict)
  })

  it('names a missing default record', () => {
    const records = AREAS.filter((area) => area.id !== 'default').flatMap((area) =>
      ['nearest', 'next'].map((table) => ({
        Name: `${table}.meridian.example.`,
        Type: 'A' as const,
        SetIdentifier: area.id,
      })),
    )
    const seen = failures(judgeRecords('meridian.example', records))
    expect(seen).toContain('nearest has a record for every area: missing: default')
    expect(seen).toContain('next answers visitors whose area is unknown: no default record')
  })
})

describe('a visitor’s answer', () => {
  const answer = { status: 200, firstByteMs: 12, headers: { 'x-meridian-region': 'us-west-2' } }
  it.each([
    ['from the wanted region', answer, 'us-west-2', 'ok'],
    ['from another region', answer, 'us-east-1', 'failed'],
    ['from any region', answer, undefined, 'ok'],
    ['that names no region', { ...answer, headers: {} }, undefined, 'failed'],
    ['with an error', { ...answer, status: 503 }, undefined, 'failed'],
  ] as const)('%s is judged', (name, seen, region, verdict) => {
    const path = { name, ...(region === undefined ? {} : { region }) } as Parameters<typeof judgeAnswer>[0]
    expect(judgeAnswer(path, seen).verdict).toBe(verdict)
  })

  const vantages = [{ city: 'seoul' as const, proxy: 'http://127.0.0.1:9' }]
  const toSeoul = (...ready: RegionId[]) => edgePaths({ vantages }, new Set(ready))

  it.each([
    ['is refused while Seoul is ready', toSeoul('ap-northeast-2', 'us-west-2'), 'failed'],
    ['will do while Seoul is not ready', toSeoul('us-west-2'), 'ok'],
  ] as const)('in Seoul from us-west-2 %s', (_title, paths, verdict) => {
    expect(paths).toHaveLength(2)
    for (const path of paths) {
      const check = judgeAnswer(path, answer)
      expect(check.verdict).toBe(verdict)
      if (verdict === 'failed')
        expect(check.detail).toContain('by us-west-2, wanted ap-northeast-2, which is nearest and ready')
    }
  })
})
