import { readFileSync } from 'node:fs'
import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const run = await runProgram('production')
const poc = await runProgram('poc')
const CODES = REGION_IDS.map((region) => REGIONS[region].code)
const SERVICES = ['marketing-api', 'frontend']

interface Statement {
  readonly Sid: string
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, unknown>>
}

const statementsOf = (role: string): readonly Statement[] =>
  JSON.parse(run.named('aws:iam/rolePolicy:RolePolicy', role).inputs.policy).Statement

describe('services', () => {
  it('scale in every region by CPU and by requests of their own target group', () => {
    for (const code of CODES)
      for (const service of SERVICES) {
        const policy = (by: string) =>
          run.named('aws:appautoscaling/policy:Policy', `${code}-scaling-${service}-${by}`).inputs
            .targetTrackingScalingPolicyConfiguration
        expect(policy('cpu')).toMatchObject({
          targetValue: 60,
          predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        })
        expect(policy('requests').predefinedMetricSpecification).toEqual({
          predefinedMetricType: 'ALBRequestCountPerTarget',
          resourceLabel: expect.stringContaining(`${code}-alb-${service}`),
        })
        expect(policy('requests').scaleOutCooldown).toBeLessThan(policy('requests').scaleInCooldown)
      }
  })

  it('are scaled under their ECS resource names', () => {
    const targets = run.ofType('aws:appautoscaling/target:Target').map(({ inputs }) => inputs.resourceId)
    expect(targets.sort()).toEqual(
      CODES.flatMap((code) => SERVICES.map((service) => `service/meridian-${code}/${service}`)).sort(),
    )
  })

  it('follow the time zone of their own region, and keep their ceiling', () => {
    const mornings = run
      .ofType('aws:appautoscaling/scheduledAction:ScheduledAction')
      .filter(({ name }) => name.endsWith('-frontend-morning'))
    expect(mornings.map(({ inputs }) => inputs)).toMatchObject(
      ['America/New_York', 'America/Los_Angeles', 'Asia/Seoul'].map((timezone) => ({
        timezone,
        schedule: 'cron(0 7 ? * MON-FRI *)',
        scalableTargetAction: { minCapacity: 4, maxCapacity: 20 },
      })),
    )
  })

  it('use Spot for the frontend only, above two tasks on demand', () => {
    for (const code of CODES) {
      const [api, frontend] = SERVICES.map(
        (service) => run.named('aws:ecs/service:Service', `${code}-services-${service}`).inputs,
      )
      expect(api).toMatchObject({ launchType: 'FARGATE' })
      expect(api?.capacityProviderStrategies).toBeUndefined()
      expect(frontend?.launchType).toBeUndefined()
      expect(frontend?.capacityProviderStrategies).toEqual([
        { capacityProvider: 'FARGATE', base: 2, weight: 30 },
        { capacityProvider: 'FARGATE_SPOT', weight: 70 },
      ])
    }
  })

  it('use Spot only after their cluster has the capacity provider', () => {
    for (const code of CODES)
      expect(run.named('aws:ecs/service:Service', `${code}-services-frontend`).dependencies).toContain(
        `${code}-services`,
      )
  })
})

describe('canaries', () => {
  it('visit the site from every region, and know which region should answer', () => {
    const canaries = run.ofType('aws:synthetics/canary:Canary')
    expect(canaries.map(({ inputs }) => inputs.runConfig.environmentVariables)).toEqual(
      REGION_IDS.map((region) => ({ SITE: run.outputs.siteUrl, HOME_REGION: region })),
    )
    expect(run.outputs.siteUrl).toBe('https://www.meridian-motors.example')
    for (const { inputs } of canaries) {
      expect(inputs.schedule.expression).toBe('rate(1 minute)')
      expect(inputs.runtimeVersion).toMatch(/^syn-nodejs-\d/)
      // If a run lasts until the next one is due, that one is skipped.
      expect(inputs.runConfig.timeoutInSeconds).toBeLessThan(60)
    }
  })

  it('have alarms for exactly the steps of their script', () => {
    const script = readFileSync(new URL('../canaries/read-campaign.js', import.meta.url), 'utf8')
    const steps = [...script.matchAll(/executeStep\('([^']+)'/g)].map(([, step]) => step)
    const watched = run
      .ofType('aws:cloudwatch/metricAlarm:MetricAlarm')
      .flatMap(({ inputs }) => inputs.dimensions?.StepName ?? [])
    expect([...new Set(watched)].sort()).toEqual(steps.sort())
  })

  it('store their results in a bucket of their own region, readable over TLS only', () => {
    for (const code of CODES) {
      const name = `${code}-canary-findings`
      expect(run.named('aws:s3/bucket:Bucket', name).inputs.bucket).toBe(
        `meridian-canary-000000000000-${code}`,
      )
      expect(run.named('aws:s3/bucketPolicy:BucketPolicy', name).inputs.policy).toContain(
        'aws:SecureTransport',
      )
      expect(
        Object.values(run.named('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', name).inputs),
      ).toEqual(expect.arrayContaining([true, true, true, true]))
    }
  })

  it('may write results, logs and metrics, and nothing else', () => {
    const [code] = CODES
    const actions = statementsOf(`${code}-canary`).flatMap(({ Action }) => Action)
    expect(actions.sort()).toEqual([
      'cloudwatch:PutMetricData',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketLocation',
      's3:GetObject',
      's3:GetObjectVersion',
      's3:PutObject',
    ])
  })
})

describe('experiments', () => {
  const templates = run.ofType('aws:fis/experimentTemplate:ExperimentTemplate')

  it('stop by themselves when visitors of their region are affected', () => {
    expect(templates).toHaveLength(12)
    for (const { inputs, region } of templates)
      expect(inputs.stopConditions).toEqual([
        { source: 'aws:cloudwatch:alarm', value: expect.stringContaining(`${region}-visitors-hurt`) },
      ])
  })

  it('give each action a target of its type, at most five', () => {
    const kinds: Readonly<Record<string, readonly string[]>> = {
      'aws:ecs:stop-task': ['Tasks', 'aws:ecs:task'],
      'aws:network:disrupt-connectivity': ['Subnets', 'aws:ec2:subnet'],
      'aws:rds:failover-db-cluster': ['Clusters', 'aws:rds:cluster'],
    }
    for (const { name, inputs } of templates) {
      const targets = new Map<string, (typeof inputs.targets)[number]>(
        inputs.targets.map((target: { name: string }) => [target.name, target]),
      )
      for (const { actionId, target } of inputs.actions)
        expect([target.key, targets.get(target.value)?.resourceType], name).toEqual(kinds[actionId])
      expect([...targets.keys()].toSorted(), name).toEqual(
        inputs.actions.map((action: { target: { value: string } }) => action.target.value).toSorted(),
      )
      for (const { resourceArns = [] } of targets.values()) expect(resourceArns.length).toBeLessThanOrEqual(5)
    }
  })

  it('cut a region off from the others, or from everything', () => {
    for (const code of CODES) {
      const cuts = (template: string) =>
        run
          .named('aws:fis/experimentTemplate:ExperimentTemplate', `${code}-experiments-${template}`)
          .inputs.actions.map(
            ({ target, parameters }: { target: { value: string }; parameters: { value: string }[] }) =>
              `${target.value} ${parameters.map(({ value }) => value).join(' ')}`,
          )
      expect(cuts('cut-off')).toEqual(['private PT5M vpc', 'isolated PT5M vpc'])
      expect(cuts('network-lost')).toEqual(['public PT5M all', 'private PT5M all', 'isolated PT5M all'])
    }
  })

  it('log to a group of their own region that only log delivery writes to', () => {
    for (const code of CODES) {
      const name = `${code}-experiments`
      const group = run.named('aws:cloudwatch/logGroup:LogGroup', name).inputs
      expect(group).toMatchObject({ name: `/aws/vendedlogs/fis/meridian-${name}`, retentionInDays: 90 })
      expect(group.kmsKeyId).toContain(code)
      const policy = run.named('aws:cloudwatch/logResourcePolicy:LogResourcePolicy', name).inputs
      expect(JSON.parse(policy.policyDocument).Statement).toMatchObject([
        { Principal: { Service: 'delivery.logs.amazonaws.com' } },
      ])
      expect(statementsOf(name).flatMap(({ Action }) => Action)).not.toContain('logs:PutResourcePolicy')
    }
    for (const { inputs, region } of templates)
      expect(inputs.logConfiguration).toMatchObject({
        logSchemaVersion: 2,
        cloudwatchLogsConfiguration: { logGroupArn: expect.stringMatching(new RegExp(`${region}.*:\\*$`)) },
      })
  })

  it('fail over a writer only where its region has another instance', () => {
    expect(poc.ofType('aws:fis/experimentTemplate:ExperimentTemplate').map(({ name }) => name)).not.toContain(
      'use1-experiments-writer-lost',
    )
  })

  it('may act only on the region’s own cluster, database and the ACLs that FIS creates', () => {
    const byName = new Map(statementsOf('use1-experiments').map((statement) => [statement.Sid, statement]))
    expect(byName.get('StopTasks')?.Condition).toEqual({
      ArnEquals: { 'ecs:cluster': ['arn:aws:ecs:us-east-1:000000000000:cluster/meridian-use1'] },
    })
    expect(byName.get('FailOverWriter')?.Resource).toEqual([expect.stringContaining('database-use1')])
    for (const name of ['MakeNetworkAcl', 'FillNetworkAcl', 'TagNetworkAcl'])
      expect(JSON.stringify(byName.get(name)?.Condition)).toContain('managedByFIS')
  })
})

describe('costs', () => {
  it('have a daily and a monthly budget for resources with the project’s tag', () => {
    const budgets = run.ofType('aws:budgets/budget:Budget').map(({ inputs }) => inputs)
    expect(budgets).toMatchObject([
      { timeUnit: 'DAILY', limitAmount: '300', limitUnit: 'USD' },
      { timeUnit: 'MONTHLY', limitAmount: '8000' },
    ])
    for (const { costFilters, notifications } of budgets) {
      expect(costFilters).toEqual([{ name: 'TagKeyValue', values: ['user:project$meridian'] }])
      for (const { subscriberSnsTopicArns } of notifications)
        expect(subscriberSnsTopicArns).toEqual([expect.stringContaining('use1-alarms-notices')])
    }
  })

  it('with an anomaly are reported at once', () => {
    const { inputs } = run.named(
      'aws:costexplorer/anomalySubscription:AnomalySubscription',
      'spending-anomalies',
    )
    expect(inputs).toMatchObject({ frequency: 'IMMEDIATE', subscribers: [{ type: 'SNS' }] })
    expect(inputs.thresholdExpression.dimension.values).toEqual(['30'])
  })
})

describe('traces', () => {
  it('skip health checks, and sample writes more often than reads', () => {
    for (const code of CODES) {
      const rate = (rule: string) =>
        run.named('aws:xray/samplingRule:SamplingRule', `${code}-traces-${rule}`).inputs
      expect(rate('health')).toMatchObject({ fixedRate: 0, reservoirSize: 0 })
      expect([rate('writes').fixedRate, rate('others').fixedRate]).toEqual([0.5, 0.05])
      expect(rate('health').priority).toBeLessThan(rate('writes').priority)
    }
  })
})

describe('the dashboard', () => {
  const { inputs } = run.named('aws:cloudwatch/dashboard:Dashboard', 'overview')
  const { widgets } = JSON.parse(inputs.dashboardBody)

  it('shows three regions side by side, and what is wrong first', () => {
    expect(widgets[0]).toMatchObject({ type: 'alarm', x: 0, y: 0 })
    expect(widgets[0].properties.alarms).toHaveLength(6)
    const graphs = widgets
      .slice(2)
      .map(({ x, properties }: { x: number; properties: { region: string } }) => [x, properties.region])
    expect(graphs.slice(0, 3)).toEqual([
      [0, 'us-east-1'],
      [8, 'us-west-2'],
      [16, 'ap-northeast-2'],
    ])
    expect(graphs).toHaveLength(21)
  })

  it('has no overlapping widgets', () => {
    const cells = widgets.flatMap(({ x, y, width, height }: Record<'x' | 'y' | 'width' | 'height', number>) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    )
    expect(new Set(cells).size).toBe(cells.length)
  })
})
