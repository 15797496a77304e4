import { readFileSync } from 'node:fs'
import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { RUNBOOK_SECTIONS } from '../rules/alarms.ts'
import { type Registered, runProgram } from './run-program.ts'

const run = await runProgram('production')
const poc = await runProgram('poc')
const alarms = run.ofType('aws:cloudwatch/metricAlarm:MetricAlarm')
const composites = run.ofType('aws:cloudwatch/compositeAlarm:CompositeAlarm')
const CODES = REGION_IDS.map((region) => REGIONS[region].code)

const measuredBy = ({ inputs }: Registered): string[] =>
  inputs.metricQueries
    ? inputs.metricQueries.flatMap(
        ({ metric }: { metric?: { metricName: string } }) => metric?.metricName ?? [],
      )
    : [inputs.metricName]

describe.each(CODES)('alarms in %s', (code) => {
  const own = alarms.filter(({ name }) => name.startsWith(`${code}-`))

  it('cover load balancer, tasks, database, lag, and visitors from outside', () => {
    expect([...new Set(own.flatMap(measuredBy))].sort()).toEqual([
      'ACUUtilization',
      'AuroraGlobalDBRPOLag',
      'AuroraGlobalDBReplicationLag',
      'CPUUtilization',
      'CommitLatency',
      'CommitThroughput',
      'ConsistencyWaits',
      'DatabaseConnections',
      'Deadlocks',
      'FreeableMemory',
      'HTTPCode_ELB_5XX_Count',
      'HTTPCode_Target_5XX_Count',
      'HealthyHostCount',
      'MemoryUtilization',
      'ParkedWrites',
      'RequestCount',
      'RunningTaskCount',
      'ShedRequests',
      'SuccessPercent',
      'TargetResponseTime',
      'UnHealthyHostCount',
      'WritesRefusedForMajority',
    ])
  })

  it('are in the region of their metrics', () => {
    expect(own.filter(({ region }) => region !== code)).toEqual([])
  })

  it('accept missing lag data, as the writer region has none', () => {
    for (const metric of ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag'])
      expect(
        own.filter(({ inputs }) => inputs.metricName === metric).map(({ inputs }) => inputs),
      ).toMatchObject([
        { treatMissingData: 'notBreaching', dimensions: { DBClusterIdentifier: `meridian-${code}` } },
      ])
  })

  it('fire where a region neither reports lag nor commits', () => {
    const [silent] = own.filter(({ name }) => name.endsWith('-replication-silent'))
    expect(silent?.inputs).toMatchObject({ treatMissingData: 'breaching', threshold: 0 })
    expect(silent?.inputs.metricQueries[2].metric.dimensions).toEqual({
      DBClusterIdentifier: `meridian-${code}`,
      Role: 'WRITER',
    })
  })

  it('for a service’s errors and latency roll back its deployments', () => {
    for (const service of ['marketing-api', 'frontend'])
      expect(run.named('aws:ecs/service:Service', `${code}-services-${service}`).inputs.alarms).toEqual({
        enable: true,
        rollback: true,
        alarmNames: [
          `meridian-${code}-traffic-${service}-errors`,
          `meridian-${code}-traffic-${service}-slow`,
        ],
      })
  })
})

describe('alarms', () => {
  it('for health checks, DNSSEC and the edge are in us-east-1, where Route 53 and CloudFront report', () => {
    const reported = alarms.filter(({ inputs }) => /Route53|CloudFront/.test(inputs.namespace))
    expect(reported.map(({ region, name }) => `${region} ${name}`).sort()).toEqual(
      [
        ...['errors', ...CODES.map((code) => `${code}-unreachable`)].map((id) => `use1 edge-alarms-${id}`),
        ...['internal-failure', 'keys-need-action'].map((id) => `use1 dnssec-alarms-${id}`),
      ].sort(),
    )
  })

  it('for a signed zone fire until the next good report and page; an unsigned zone has none', () => {
    const ofZone = alarms.filter(({ inputs }) => inputs.dimensions?.HostedZoneId === 'ZONE')
    expect(
      ofZone.map(({ inputs }) => [inputs.metricName, inputs.threshold, inputs.comparisonOperator]),
    ).toEqual(
      ['DNSSECInternalFailure', 'DNSSECKeySigningKeysNeedingAction'].map((metric) => [
        metric,
        0,
        'GreaterThanThreshold',
      ]),
    )
    for (const { inputs } of ofZone)
      expect(inputs).toMatchObject({ treatMissingData: 'ignore', statistic: 'Sum', period: 3_600 })
    const { inputs } = run.named('aws:cloudwatch/compositeAlarm:CompositeAlarm', 'dnssec-failing')
    for (const alarm of ofZone) expect(inputs.alarmRule).toContain(`ALARM("${alarm.inputs.name}")`)
    const inPoc = poc.ofType('aws:cloudwatch/metricAlarm:MetricAlarm').map(({ name }) => name)
    expect(inPoc.filter((name) => name.startsWith('dnssec'))).toEqual([])
  })

  it('never use CloudWatch’s billing metric, which only grows until the month ends', () => {
    expect(alarms.flatMap(measuredBy)).not.toContain('EstimatedCharges')
  })

  it('all define how to treat missing data', () => {
    for (const { inputs } of alarms)
      expect(inputs.treatMissingData).toMatch(/^(breaching|notBreaching|ignore)$/)
  })

  it('say what to do within CloudWatch’s length limit, and name a section of the runbook', () => {
    const runbook = readFileSync(new URL('../../../docs/failover-runbook.md', import.meta.url), 'utf8')
    const headings = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)
    for (const { inputs } of [...alarms, ...composites]) {
      expect(inputs.alarmDescription.length).toBeLessThanOrEqual(1024)
      const section = /Runbook: docs\/failover-runbook\.md, "(.+)"\.$/.exec(inputs.alarmDescription)?.[1]
      expect(headings).toContain(section)
    }
    for (const section of Object.values(RUNBOOK_SECTIONS)) expect(headings).toContain(section)
  })

  it('notify by mail; only composite alarms page', () => {
    for (const { inputs, region } of alarms)
      expect(inputs.alarmActions).toEqual([expect.stringMatching(`${region}-alarms-notices$`)])
    const waking = composites.filter(({ inputs }) => inputs.alarmActions[0].endsWith('-pager'))
    expect(waking.map(({ name }) => name).sort()).toEqual(
      [...CODES.map((code) => `${code}-visitors-hurt`), 'dnssec-failing', 'edge-visitors-hurt'].sort(),
    )
  })
})

describe('composite alarms', () => {
  it('name alarms of their own region, within CloudWatch’s limit', () => {
    for (const { inputs, region } of composites) {
      const children = [...inputs.alarmRule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name)
      expect(children.length).toBeGreaterThan(1)
      expect(children.length).toBeLessThanOrEqual(100)
      const local = alarms.filter((alarm) => alarm.region === region).map((alarm) => alarm.inputs.name)
      expect(local).toEqual(expect.arrayContaining(children))
    }
  })

  it('depend on the alarms that they name', () => {
    for (const { dependencies, inputs } of composites)
      for (const [, name] of inputs.alarmRule.matchAll(/ALARM\("meridian-([^"]+)"\)/g))
        expect(dependencies).toContain(name)
  })
})

describe('topics', () => {
  it('are encrypted with a key of the region that CloudWatch may use', () => {
    for (const topic of run.ofType('aws:sns/topic:Topic')) {
      expect(topic.inputs.kmsMasterKeyId).toContain(`${topic.region}-keys-logs`)
      const key = run.named('aws:kms/key:Key', `${topic.region}-keys-logs`)
      expect(key.inputs.policy).toContain('cloudwatch.amazonaws.com')
    }
  })

  it('have a pager and a mailbox in production, and no subscriber in the proof of concept', () => {
    const subscriptions = run.ofType('aws:sns/topicSubscription:TopicSubscription')
    const reached = subscriptions.map(({ inputs, region }) => `${region} ${inputs.protocol}`)
    expect(reached.sort()).toEqual(CODES.flatMap((code) => [`${code} email`, `${code} https`]).sort())
    expect(poc.ofType('aws:sns/topicSubscription:TopicSubscription')).toEqual([])
    expect(poc.ofType('aws:sns/topic:Topic')).toHaveLength(6)
  })
})
