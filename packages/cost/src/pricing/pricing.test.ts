import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import type { PriceId } from '../../prices/2026-11.ts'
import { TypeUnpricedError } from '../errors.ts'
import { estimate, pricingInput } from '../estimate.ts'
import type { ProfileName } from '../load/profiles.ts'
import { FREE_TYPES } from './free.ts'
import { PRICERS } from './index.ts'

/** Hours of a typical month in which somebody visits: half of 730. */
const ACTIVE = 365

type Case = readonly [
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  profile: ProfileName,
  expected: Partial<Record<PriceId, number>>,
  others?: readonly ResourceNode[],
]

const node = (type: string, inputs: Readonly<Record<string, unknown>>, name = 'one', id = name) =>
  sampleNode({ type, name, id, inputs })

const FRONTEND = node(
  'aws:ecs/service:Service',
  { name: 'frontend', desiredCount: 2, taskDefinition: 'f:1' },
  'use1-frontend',
)
const TASK = node('aws:ecs/taskDefinition:TaskDefinition', { family: 'f', cpu: '256', memory: '512' })
const action = (name: string, schedule: string, minCapacity: number) =>
  node(
    'aws:appautoscaling/scheduledAction:ScheduledAction',
    { resourceId: 'service/x/api', schedule, scalableTargetAction: { minCapacity, maxCapacity: 20 } },
    name,
  )
const ACL = 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/edge/1'

/** At us-east-1's typical load: 20 requests a second, 8 of them pass the edge: 4 pages, 4 + 4 calls of the API. */
const CASES: readonly Case[] = [
  ['aws:accessanalyzer/analyzer:Analyzer', { type: 'ACCOUNT' }, 'typical', {}],
  [
    'aws:accessanalyzer/analyzer:Analyzer',
    { type: 'ACCOUNT_UNUSED_ACCESS' },
    'typical',
    { 'access-analyzer-unused': 1 },
    [node('aws:iam/role:Role', {})],
  ],
  [
    'aws:backup/plan:Plan',
    {
      rules: [
        {
          lifecycle: { deleteAfter: 10 },
          copyActions: [{ destinationVaultArn: 'arn:aws:backup:us-west-2:1:v' }],
        },
      ],
    },
    'typical',
    // 20 GB and ten days of 0.2 GB, kept twice; 0.2 GB a day cross to the other region.
    { 'backup-aurora': 44, 'transfer-region': 6 },
  ],
  ['aws:appautoscaling/policy:Policy', { policyType: 'TargetTrackingScaling' }, 'idle', { alarm: 2 }],
  ['aws:backup/plan:Plan', { rules: [{ enableContinuousBackup: true }] }, 'typical', {}],
  ['aws:cfg/recorder:Recorder', {}, 'idle', { 'config-item': 2 }],
  ['aws:cfg/rule:Rule', {}, 'idle', { 'config-evaluation': 0.4 }, [node('aws:cfg/recorder:Recorder', {})]],
  [
    'aws:cloudfront/distribution:Distribution',
    { defaultCacheBehavior: { functionAssociations: [{}] } },
    'typical',
    {
      // 30 requests a second in America, 30 in Asia, for 365 hours: 39.42 million each.
      'cloudfront-https-america': 3_942,
      'cloudfront-https-asia': 3_942,
      'cloudfront-gb-america': 1_182.6,
      'cloudfront-gb-asia': 1_182.6,
      'cloudfront-origin-gb-america': 15.768,
      'cloudfront-origin-gb-asia': 15.768,
      'cloudfront-function': 78.84,
    },
  ],
  ['aws:cloudtrail/trail:Trail', {}, 'typical', {}],
  [
    'aws:cloudtrail/trail:Trail',
    { eventSelectors: [{ dataResources: [{ type: 'AWS::S3::Object' }] }], insightSelectors: [{}] },
    'typical',
    { 'trail-data-event': 5, 'trail-insight': 5 },
  ],
  ['aws:cloudwatch/compositeAlarm:CompositeAlarm', {}, 'idle', { 'composite-alarm': 1 }],
  ['aws:cloudwatch/dashboard:Dashboard', {}, 'idle', { dashboard: 1 }],
  [
    'aws:cloudwatch/logGroup:LogGroup',
    { name: '/ecs/x-frontend', retentionInDays: 73 },
    'idle',
    // Two tasks with 2 MB a day; kept for 2.4 months at 15 % of the size.
    { 'logs-ingest': 0.121667, 'logs-store': 0.0438 },
    [FRONTEND, TASK],
  ],
  [
    'aws:cloudwatch/logGroup:LogGroup',
    { arn: 'arn:group', retentionInDays: 73 },
    'idle',
    { 'logs-ingest': 0.2, 'logs-store': 0.072 },
    [node('aws:ec2/flowLog:FlowLog', { logDestination: 'arn:group' })],
  ],
  ['aws:cloudwatch/logMetricFilter:LogMetricFilter', {}, 'idle', { metric: 1 }],
  ['aws:cloudwatch/metricAlarm:MetricAlarm', { period: 60 }, 'idle', { alarm: 1 }],
  ['aws:cloudwatch/metricAlarm:MetricAlarm', { period: 10 }, 'idle', { 'alarm-high-resolution': 1 }],
  [
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    { metricQueries: [{ metric: { period: 60 } }, { metric: { period: 60 } }, { expression: 'a/b' }] },
    'idle',
    { alarm: 2 },
  ],
  ['aws:ec2/eip:Eip', {}, 'idle', { 'public-ipv4': 730 }],
  ['aws:ec2/flowLog:FlowLog', { logDestinationType: 's3' }, 'idle', { 'logs-to-bucket': 0.2, 's3-gb': 0.6 }],
  ['aws:ec2/flowLog:FlowLog', {}, 'idle', {}],
  ['aws:ec2/natGateway:NatGateway', {}, 'idle', { 'nat-hour': 730 }],
  [
    'aws:ec2/natGateway:NatGateway',
    {},
    'typical',
    // Two tasks: 60 MB a month each, the region's 11.04 GB of lines, and 20 × 2 starts of an image of 150 MB.
    { 'nat-hour': 730, 'nat-gb': 0.12 + 11.0376 + 6 },
    [FRONTEND, TASK],
  ],
  ['aws:ec2/vpcEndpoint:VpcEndpoint', { vpcEndpointType: 'Gateway' }, 'idle', {}],
  [
    'aws:ec2/vpcEndpoint:VpcEndpoint',
    { vpcEndpointType: 'Interface', subnetIds: ['a', 'b'] },
    'idle',
    { 'endpoint-hour': 1_460 },
  ],
  // 8 calls a second, one in twenty a write of 1 kB, for 365 hours.
  ['aws:ec2/vpcPeeringConnection:VpcPeeringConnection', {}, 'typical', { 'transfer-region': 0.5256 }],
  ['aws:ecr/repository:Repository', {}, 'idle', { 'ecr-gb': 1.5 }],
  [
    'aws:ecs/cluster:Cluster',
    { settings: [{ name: 'containerInsights', value: 'enabled' }] },
    'idle',
    { metric: 10 },
  ],
  ['aws:ecs/cluster:Cluster', {}, 'idle', {}],
  [
    'aws:ecs/service:Service',
    { name: 'api', desiredCount: 2, taskDefinition: 'f:1' },
    'typical',
    {
      'fargate-x86-vcpu': 2 * 0.25 * 730,
      'fargate-x86-gb': 2 * 0.5 * 730,
      // 10.512 million calls with 6 kB, half of them across zones, at both ends.
      'transfer-zone': 63.072,
    },
    [TASK],
  ],
  [
    'aws:ecs/service:Service',
    {
      name: 'api',
      desiredCount: 10,
      taskDefinition: 'f:1',
      capacityProviderStrategies: [
        { capacityProvider: 'FARGATE', base: 2, weight: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 3 },
      ],
    },
    'idle',
    {
      // Two of ten and a quarter of eight are on demand.
      'fargate-arm-vcpu': 4 * 0.5 * 730,
      'fargate-arm-gb': 4 * 1 * 730,
      'fargate-spot-arm-vcpu': 6 * 0.5 * 730,
      'fargate-spot-arm-gb': 6 * 1 * 730,
    },
    [
      node('aws:ecs/taskDefinition:TaskDefinition', {
        family: 'f',
        cpu: '512',
        memory: '1024',
        runtimePlatform: { cpuArchitecture: 'ARM64' },
      }),
    ],
  ],
  [
    'aws:ecs/service:Service',
    { name: 'api', desiredCount: 2, taskDefinition: 'f:1' },
    'idle',
    // Two tasks, and two more for 13 hours of five days: 2.774 on average.
    {
      'fargate-x86-vcpu': (2 + (2 * 65) / 168) * 0.25 * 730,
      'fargate-x86-gb': (2 + (2 * 65) / 168) * 0.5 * 730,
    },
    [
      TASK,
      node('aws:appautoscaling/target:Target', {
        resourceId: 'service/x/api',
        minCapacity: 2,
        maxCapacity: 20,
      }),
      action('morning', 'cron(0 7 ? * MON-FRI *)', 4),
      action('evening', 'cron(0 20 ? * MON-FRI *)', 2),
    ],
  ],
  [
    'aws:fis/experimentTemplate:ExperimentTemplate',
    { actions: [{}, {}, {}] },
    'typical',
    { 'fis-action-minute': 30 },
  ],
  ['aws:guardduty/detector:Detector', {}, 'idle', { 'guardduty-event': 0.1, 'guardduty-flow-gb': 0.2 }],
  [
    'aws:guardduty/detectorFeature:DetectorFeature',
    { name: 'RDS_LOGIN_EVENTS', status: 'ENABLED' },
    'idle',
    { 'guardduty-database-acu': 1.5 },
    [
      node('aws:rds/clusterInstance:ClusterInstance', {
        clusterIdentifier: 'c',
        instanceClass: 'db.serverless',
      }),
      node('aws:rds/cluster:Cluster', {
        clusterIdentifier: 'c',
        serverlessv2ScalingConfiguration: { minCapacity: 1.5, maxCapacity: 16 },
      }),
    ],
  ],
  ['aws:securityhub/standardsSubscription:StandardsSubscription', {}, 'idle', { 'security-check': 30 }],
  ['aws:kms/key:Key', {}, 'typical', { 'kms-key': 1, 'kms-request': 2 }],
  ['aws:kms/replicaKey:ReplicaKey', {}, 'idle', { 'kms-key': 1 }],
  [
    'aws:lambda/function:Function',
    { arn: 'arn:f', memorySize: 512 },
    'idle',
    // Four calls for a rotation, once in 730 / 24 days.
    { 'lambda-request': 0.000004, 'lambda-gb-second': 60 },
    [
      node('aws:secretsmanager/secretRotation:SecretRotation', {
        rotationLambdaArn: 'arn:f',
        rotationRules: { automaticallyAfterDays: 730 / 24 },
      }),
    ],
  ],
  [
    'aws:lb/loadBalancer:LoadBalancer',
    { subnets: ['a', 'b'] },
    'idle',
    { 'alb-hour': 730, 'public-ipv4': 1_460 },
  ],
  [
    'aws:lb/loadBalancer:LoadBalancer',
    { internal: true, subnets: ['a', 'b'] },
    'typical',
    // 12 requests a second of 31 kB are 1.3392 GB an hour, more than any other dimension asks for.
    { 'alb-hour': 730, 'alb-lcu': 1.3392 * ACTIVE },
  ],
  [
    'aws:rds/cluster:Cluster',
    { backupRetentionPeriod: 10 },
    'typical',
    {
      'aurora-storage': 20,
      // Half an operation for each of 10.512 million calls, four for each of the three regions' 1.5768 million writes.
      'aurora-io': 5.256 + 6.3072,
      'aurora-backup': 2,
    },
  ],
  [
    'aws:rds/clusterInstance:ClusterInstance',
    { clusterIdentifier: 'c', instanceClass: 'db.serverless', promotionTier: 1 },
    'typical',
    { 'aurora-acu': (4 + 1) * ACTIVE },
    [
      node('aws:rds/cluster:Cluster', {
        clusterIdentifier: 'c',
        serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 16 },
      }),
    ],
  ],
  [
    'aws:route53/healthCheck:HealthCheck',
    { type: 'HTTPS', requestInterval: 10 },
    'idle',
    { 'route53-health-check': 1, 'route53-health-check-option': 2 },
  ],
  // One edge asks for two names once a minute; in a typical month 50 edges do, for half of it.
  ['aws:route53/zone:Zone', {}, 'idle', { 'route53-zone': 1, 'route53-geo-query': 0.0876 }],
  ['aws:route53/zone:Zone', {}, 'typical', { 'route53-zone': 1, 'route53-geo-query': 2.2338 }],
  ['aws:route53recoverycontrol/cluster:Cluster', {}, 'idle', { 'arc-cluster': 730 }],
  ['aws:s3/bucket:Bucket', {}, 'typical', { 's3-gb': 10 }],
  [
    'aws:s3/bucket:Bucket',
    { bucket: 'logs' },
    'typical',
    // Half a kilobyte for each of 15.768 million requests, kept for 73 days, which are 2.4 months.
    { 's3-gb': 7.884 * 2.4 },
    [
      node('aws:lb/loadBalancer:LoadBalancer', { accessLogs: { bucket: 'logs' } }),
      node('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', {
        bucket: 'logs',
        rules: [{ expiration: { days: 73 } }],
      }),
    ],
  ],
  [
    'aws:s3/bucket:Bucket',
    { bucket: 'found' },
    'typical',
    {},
    [node('aws:synthetics/canary:Canary', { artifactS3Location: 's3://found/runs/' })],
  ],
  [
    'aws:secretsmanager/secret:Secret',
    { replicas: [{ region: 'us-west-2' }, { region: 'ap-northeast-2' }] },
    'idle',
    { secret: 3 },
  ],
  ['aws:shield/protection:Protection', {}, 'idle', { 'shield-advanced': 1 }],
  ['aws:sns/topic:Topic', {}, 'idle', { 'sns-request': 0.0001 }],
  ['aws:sns/topicSubscription:TopicSubscription', { protocol: 'email' }, 'idle', { 'sns-email': 0.001 }],
  ['aws:sns/topicSubscription:TopicSubscription', { protocol: 'https' }, 'idle', { 'sns-https': 0.0001 }],
  [
    'aws:synthetics/canary:Canary',
    { schedule: { expression: 'rate(5 minutes)' }, successRetentionPeriod: 730 / 24 },
    'idle',
    // 8,760 runs, each with 15 GB-seconds, three files and 300 kB.
    { 'canary-run': 8_760, 'lambda-gb-second': 131_400, 's3-put': 26.28, 's3-gb': 2.628 },
  ],
  ['aws:wafv2/ruleGroup:RuleGroup', { rules: [{}, {}] }, 'idle', { 'waf-rule': 2 }],
  [
    'aws:wafv2/webAcl:WebAcl',
    { scope: 'CLOUDFRONT', rules: [{}, {}, {}], arn: ACL },
    'typical',
    { 'waf-acl': 1, 'waf-rule': 3, 'waf-request': 78.84 },
  ],
  [
    'aws:wafv2/webAcl:WebAcl',
    { scope: 'REGIONAL', rules: [] },
    'typical',
    { 'waf-acl': 1, 'waf-request': 15.768 },
  ],
  // 8 visits a second for 365 hours: the first of each second, a tenth of the other seven.
  ['aws:xray/samplingRule:SamplingRule', { fixedRate: 0.1, reservoirSize: 1 }, 'typical', { trace: 2.2338 }],
  [
    'aws:xray/samplingRule:SamplingRule',
    { fixedRate: 0.1, httpMethod: 'POST' },
    'typical',
    { trace: 0.05256 },
  ],
  ['aws:xray/samplingRule:SamplingRule', { fixedRate: 1, urlPath: '*/health/*' }, 'typical', {}],
  [
    'aws:xray/group:Group',
    { insightsConfiguration: { insightsEnabled: true } },
    'typical',
    { 'trace-insight': 1.0512 },
    [node('aws:xray/samplingRule:SamplingRule', { fixedRate: 0.1 })],
  ],
]

describe('pricing', () => {
  const cases = CASES.map(([type, inputs, profile, expected, others = []]) => ({
    type,
    inputs,
    profile,
    expected,
    others,
  }))

  it.each(cases)('computes the usage of $type with $inputs at $profile load', (given) => {
    const { type, inputs, profile, expected, others } = given
    const subject = node(type, inputs, 'subject')
    const graph = new ResourceGraph({
      project: 'meridian',
      stack: 'test',
      nodes: [subject, ...others],
      stackOutputs: {},
      config: {},
    })
    const lines = estimate(pricingInput(graph, profile)).lines.filter(({ urn }) => urn === subject.urn)
    const used: Record<string, number> = {}
    for (const { price, quantity } of lines) used[price.id] = (used[price.id] ?? 0) + quantity
    expect(Object.keys(used).sort()).toEqual(Object.keys(expected).sort())
    for (const [id, quantity] of Object.entries(expected)) expect(used[id], id).toBeCloseTo(quantity ?? 0, 5)
  })

  it('has a case for every type that it prices', () => {
    expect([...new Set(CASES.map(([type]) => type))].sort()).toEqual(Object.keys(PRICERS).sort())
  })

  it('has no pricer for a type that is listed as free', () => {
    expect(Object.keys(FREE_TYPES).filter((type) => type in PRICERS)).toEqual([])
  })

  it('refuses an unknown type by name', () => {
    const graph = pricingInput(
      new ResourceGraph({
        project: 'm',
        stack: 's',
        nodes: [node('aws:x/y:Y', {})],
        stackOutputs: {},
        config: {},
      }),
      'idle',
    )
    expect(() => estimate(graph)).toThrow(TypeUnpricedError)
    expect(() => estimate(graph)).toThrow(/aws:x\/y:Y/)
  })
})
