import { describe, expect, it, onTestFinished } from 'vitest'
import type { AwsError } from '../../src/kernel/wire-service.ts'
import { isFargateSize } from '../../src/modules/ecs/model/fargate-sizes.ts'
import { DISTRIBUTION_ID } from '../cloudfront/example-program.ts'
import { CONTEXT, type Subject, startSubjects, stateOf } from './fuzz/subjects.ts'

async function startRunning() {
  const subjects = await startSubjects()
  onTestFinished(() => subjects[Symbol.asyncDispose]())
  const subjectOf = (scope: string): Subject => subjects.all.find(({ service }) => service.scope === scope)!
  const run = async (scope: string, operation: string, input: object) =>
    subjectOf(scope).service.operations[operation]!(input, CONTEXT)
  return { run, subjectOf }
}

const window = (hours: number) => ({
  StartTime: new Date(0),
  EndTime: new Date(hours * 3_600_000),
})
const query = (Id: string) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Orders' }, Period: 60, Stat: 'Sum' },
})
const datum = (more: object) => ({ Namespace: 'Shop', MetricData: [{ MetricName: 'Orders', ...more }] })
const definition = (more: object) => ({
  family: 'sized',
  networkMode: 'awsvpc',
  containerDefinitions: [{ name: 'one', image: 'example.com/job:1' }],
  ...more,
})
const invalidation = (CallerReference: string, ...Items: string[]) => ({
  DistributionId: DISTRIBUTION_ID,
  InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items } },
})

type Case = readonly [
  title: string,
  scope: string,
  operation: string,
  input: object,
  code: string,
  message: RegExp,
]

const CASES: readonly Case[] = [
  [
    'a secret as text and as bytes',
    'secretsmanager',
    'PutSecretValue',
    { SecretId: 'database', SecretString: 'a', SecretBinary: Buffer.from('a') },
    'InvalidParameterException',
    /both a binary secret value and a string/,
  ],
  [
    'a secret over 65,536 bytes in fewer characters',
    'secretsmanager',
    'PutSecretValue',
    { SecretId: 'database', SecretString: 'é'.repeat(32_769) },
    'InvalidParameterException',
    /at most 65536 bytes/,
  ],
  [
    'moving a label without a source or target version',
    'secretsmanager',
    'UpdateSecretVersionStage',
    { SecretId: 'database', VersionStage: 'mine' },
    'InvalidParameterException',
    /RemoveFromVersionId, MoveToVersionId or both/,
  ],
  [
    'a replica twice in one request',
    'secretsmanager',
    'ReplicateSecretToRegions',
    { SecretId: 'database', AddReplicaRegions: [{ Region: 'us-west-2' }, { Region: 'us-west-2' }] },
    'InvalidParameterException',
    /in us-west-2 already/,
  ],
  [
    'a replica that does not exist',
    'secretsmanager',
    'RemoveRegionsFromReplication',
    { SecretId: 'database', RemoveReplicaRegions: ['us-west-2'] },
    'InvalidParameterException',
    /no replica in us-west-2/,
  ],
  [
    'a value that is not a number',
    'monitoring',
    'PutMetricData',
    datum({ Value: Number.NaN }),
    'InvalidParameterValue',
    /The value NaN for parameter MetricData.member.1.Value/,
  ],
  [
    'an infinite value among others',
    'monitoring',
    'PutMetricData',
    datum({ Values: [1, Infinity] }),
    'InvalidParameterValue',
    /The value Infinity/,
  ],
  [
    'a data point from three weeks ago',
    'monitoring',
    'PutMetricData',
    datum({ Value: 1, Timestamp: new Date(Date.now() - 21 * 86_400_000) }),
    'InvalidParameterValue',
    /two weeks in the past/,
  ],
  [
    'a value together with statistics',
    'monitoring',
    'PutMetricData',
    datum({ Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } }),
    'InvalidParameterCombination',
    /MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive/,
  ],
  [
    'fewer counts than values',
    'monitoring',
    'PutMetricData',
    datum({ Values: [1, 2], Counts: [1] }),
    'InvalidParameterValue',
    /same size/,
  ],
  [
    'a query id with a capital letter',
    'monitoring',
    'GetMetricData',
    { ...window(1), MetricDataQueries: [query('Upper')] },
    'ValidationError',
    /not matching the expected pattern/,
  ],
  [
    'a duplicate query id',
    'monitoring',
    'GetMetricData',
    { ...window(1), MetricDataQueries: [query('a'), query('a')] },
    'ValidationError',
    /not unique/,
  ],
  [
    'more than 1,440 datapoints',
    'monitoring',
    'GetMetricStatistics',
    { Namespace: 'Shop', MetricName: 'Orders', ...window(48), Period: 60, Statistics: ['Sum'] },
    'InvalidParameterCombination',
    /up to 2,880 datapoints, which exceeds the limit of 1,440/,
  ],
  [
    'an impossible pair of CPU and memory',
    'ecs',
    'RegisterTaskDefinition',
    definition({ cpu: '256', memory: '4096' }),
    'ClientException',
    /No Fargate configuration exists/,
  ],
  [
    'two containers with the same name',
    'ecs',
    'RegisterTaskDefinition',
    definition({ containerDefinitions: [1, 2].map(() => ({ name: 'one', image: 'a' })) }),
    'ClientException',
    /two containers of the name "one"/,
  ],
  [
    'a malformed task id',
    'ecs',
    'DescribeTasks',
    { cluster: 'main', tasks: ['nope'] },
    'InvalidParameterException',
    /taskId length should be one of/,
  ],
  [
    'a malformed task id to stop',
    'ecs',
    'StopTask',
    { cluster: 'main', task: 'nope' },
    'InvalidParameterException',
    /taskId length should be one of/,
  ],
  [
    'a star in the middle of a path',
    'cloudfront',
    'CreateInvalidation',
    invalidation('a', '/a*b'),
    'InvalidArgument',
    /invalid invalidation paths: \/a\*b/,
  ],
  [
    'a path with a space',
    'cloudfront',
    'CreateInvalidation',
    invalidation('a', '/a b'),
    'InvalidArgument',
    /invalid invalidation paths/,
  ],
  [
    'a payload that is not JSON',
    'lambda',
    'Invoke',
    { FunctionName: 'rotator', Payload: Buffer.from('{') },
    'InvalidRequestContentException',
    /Could not parse request body into json/,
  ],
  [
    'an HTTP endpoint on a cluster that is being created',
    'rds',
    'EnableHttpEndpoint',
    { ResourceArn: 'arn:aws:rds:us-east-1:000000000000:cluster:meridian-use1' },
    'InvalidResourceStateFault',
    /is creating, not available/,
  ],
  [
    'load balancers by name and by ARN',
    'elasticloadbalancing',
    'DescribeLoadBalancers',
    { Names: ['edge'], LoadBalancerArns: ['arn'] },
    'ValidationError',
    /either Names or LoadBalancerArns/,
  ],
]

describe('this world refuses, like AWS,', () => {
  it.each(CASES)('%s', async (_, scope, operation, input, code, message) => {
    const { run, subjectOf } = await startRunning()
    const before = await stateOf(subjectOf(scope))
    const error = (await run(scope, operation, input).catch((thrown: unknown) => thrown)) as AwsError
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(error.status).toBeLessThan(500)
    expect(await stateOf(subjectOf(scope))).toBe(before)
  })
})

it('a secret version is not found by a label of another version', async () => {
  const { run } = await startRunning()
  const { VersionId } = (await run('secretsmanager', 'GetSecretValue', { SecretId: 'database' })) as {
    VersionId: string
  }
  const read = (VersionStage: string) =>
    run('secretsmanager', 'GetSecretValue', { SecretId: 'database', VersionId, VersionStage })
  expect(await read('AWSCURRENT')).toMatchObject({ VersionId })
  await expect(read('AWSPREVIOUS')).rejects.toMatchObject({
    code: 'InvalidRequestException',
    message: 'You provided a VersionStage that is not associated to the provided VersionId.',
  })
})

it('an invalidation with the caller reference of an earlier one returns that one', async () => {
  const { run, subjectOf } = await startRunning()
  const send = (...paths: string[]) =>
    run('cloudfront', 'CreateInvalidation', invalidation('once', ...paths)) as Promise<{
      Invalidation: { Id: string }
    }>
  const first = await send('/index.html')
  const { calls = [] } = subjectOf('cloudfront')
  const made = calls.length
  expect(await send('/index.html')).toEqual(first)
  expect(calls).toHaveLength(made)
  await expect(send('/other.html')).rejects.toMatchObject({ code: 'InvalidationBatchAlreadyExists' })
})

it.each([
  ['256', '512', true],
  ['256', '1536', false],
  ['.25 vCPU', '0.5 GB', true],
  ['1024', '3072', true],
  ['4096', '31744', false],
  ['16384', '122880', true],
  ['300', '512', false],
  ['', '512', false],
])('Fargate’s sizes: %s CPU with %s memory is valid: %s', (cpu, memory, exists) => {
  expect(isFargateSize(cpu, memory)).toBe(exists)
})
