import { createManualClock } from '../../../src/kernel/clock.ts'
import type { WireContext, WireService } from '../../../src/kernel/wire-service.ts'
import { startArc } from '../../../src/modules/arc/engine/start.ts'
import { planArc } from '../../../src/modules/arc/plan/plan.ts'
import { createCloudFrontControl } from '../../../src/modules/cloudfront/control/service.ts'
import { planCloudFront } from '../../../src/modules/cloudfront/plan/plan.ts'
import { startCloudWatch } from '../../../src/modules/cloudwatch/engine/start.ts'
import { createLambdaControl } from '../../../src/modules/lambda/control/service.ts'
import type { FunctionPlan } from '../../../src/modules/lambda/plan/plan.ts'
import { createRdsControl } from '../../../src/modules/rds/control/service.ts'
import { createDatabaseState } from '../../../src/modules/rds/model/database-state.ts'
import { planRds } from '../../../src/modules/rds/plan/plan.ts'
import { createRdsDataControl } from '../../../src/modules/rdsdata/control/service.ts'
import { startRoute53 } from '../../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../../src/modules/route53/plan/plan.ts'
import { s3 } from '../../../src/modules/s3/index.ts'
import { sts } from '../../../src/modules/sts/index.ts'
import { controlArn, switchedGraph } from '../../arc/switched-program.ts'
import { exampleGraph as cloudFrontGraph, DISTRIBUTION_ID } from '../../cloudfront/example-program.ts'
import { startService } from '../../ecs/service-fixture.ts'
import { fixtureGraph } from '../../rds/fixture-program.ts'
import { DOMAIN, names, ZONE_ID, exampleGraph as zoneGraph } from '../../route53/example-program.ts'
import { createStandIns } from '../../route53/stand-ins.ts'
import { TestProgram } from '../../support/program.ts'
import { OPEN } from '../../support/test-trust.ts'
import { createTestWorld } from '../../support/test-world.ts'

/** One service as its module runs it, with names that exist in it and operations that read its state. */
export interface Subject {
  readonly service: WireService
  readonly known: readonly string[]
  /** Operations whose answers show everything that the others can change. */
  readonly readings: readonly (readonly [operation: string, input: object])[]
  /** Calls to other parts of the world, where they are stand-ins. */
  readonly calls?: readonly unknown[]
}

export interface Subjects extends AsyncDisposable {
  readonly all: readonly Subject[]
}

const FUNCTION: FunctionPlan = {
  name: 'rotator',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:rotator',
  region: 'us-east-1',
  description: '',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  timeoutMs: 1_000,
  memoryMib: 128,
  roleArn: 'arn:aws:iam::000000000000:role/rotator',
  environment: {},
  network: undefined,
  code: [],
  architectures: ['x86_64'],
  tracing: 'PassThrough',
  ephemeralMib: 512,
  layers: [],
  kmsKeyArn: '',
  reservedConcurrency: undefined,
  logGroup: '/aws/lambda/rotator',
  tags: {},
}
/** For requests signed with the world's own credential. */
export const CONTEXT: WireContext = {
  region: 'us-east-1',
  accountId: '000000000000',
  principal: OPEN.keys.ownPrincipal,
}

export async function stateOf({ calls = [], readings, service }: Subject): Promise<string> {
  const answers = await Promise.all(
    readings.map(async ([operation, input]) => service.operations[operation]?.(input, CONTEXT)),
  )
  return JSON.stringify([answers, calls])
}

/** Every service of the control endpoint; processes, servers and edges are replaced where a stand-in can record calls. */
export async function startSubjects(): Promise<Subjects> {
  await using undo = new AsyncDisposableStack()
  const { dependencies, world } = createStandIns()
  const switched = switchedGraph()
  const arc = undo.use(startArc(planArc(switched), { ...world, clock: createManualClock() }))
  const route53 = undo.use(await startRoute53(planRoute53(zoneGraph()), world, dependencies))
  const cloudwatch = undo.use(
    startCloudWatch({ alarms: [], composites: [], topics: [], dashboards: [] }, world as never, () => []),
  )
  const identity = undo.use(await sts.start(undefined, world as never))
  const standing = undo.move()
  const { ecs, elbv2, secrets, targetGroupArn } = await startService({ service: { desiredCount: 0 } })
  const all: Subject[] = [
    {
      service: unlimited(route53.control),
      known: [
        ZONE_ID,
        DOMAIN,
        `made.${DOMAIN}`,
        names.nearest,
        '192.0.2.1',
        '"text"',
        '10 mail.example',
        'US',
        'KR',
        'us-east-1',
        '198.18.82.0',
      ],
      readings: [['ListResourceRecordSets', { HostedZoneId: ZONE_ID, MaxItems: 300 }]],
    },
    {
      service: present(ecs.control),
      known: ['main', 'web', 'job', 'job:1', '256', '512', 'example.com/job:1', 'FARGATE', 'awsvpc'],
      readings: [
        ['ListTaskDefinitions', {}],
        ['ListTaskDefinitions', { status: 'INACTIVE' }],
        ['ListTasks', { cluster: 'main' }],
        ['DescribeServices', { cluster: 'main', services: ['web'] }],
      ],
    },
    { service: present(elbv2.control), known: [targetGroupArn, 'web', 'edge', '10.0.0.1'], readings: [] },
    {
      service: present(secrets.control),
      known: [
        'database',
        'AWSCURRENT',
        'AWSPENDING',
        'us-west-2',
        'ap-northeast-2',
        'x'.repeat(32),
        'y'.repeat(36),
        'rate(7 days)',
        '3h',
      ],
      readings: [
        ['DescribeSecret', { SecretId: 'database' }],
        ['GetSecretValue', { SecretId: 'database' }],
      ],
    },
    {
      service: present(cloudwatch.control),
      known: ['Shop', 'Orders', 'm1', 'high', 'Average', 'p99', 'Sum', 'city', 'm1 * 2', 'missing'],
      readings: [
        ['DescribeAlarms', {}],
        ['ListMetrics', {}],
      ],
    },
    {
      service: present(arc.control),
      known: [controlArn('us-east-1'), controlArn('us-west-2'), '0', '1'],
      readings: [['ListRoutingControls', {}]],
    },
    cloudFront(),
    await objects(standing),
    {
      service: createLambdaControl({
        functions: () => [FUNCTION],
        code: () => ({ bytes: 0, sha256: '' }),
        startedAtMs: 0,
        invoke: async () => ({ payload: '{}', functionError: undefined, logTail: '' }),
      }),
      known: ['rotator', '$LATEST', FUNCTION.arn],
      readings: [],
    },
    databases(),
    {
      service: createRdsDataControl({ serverOf: () => undefined, secretString: () => '{}' }),
      known: ['arn:aws:rds:us-east-1:000000000000:cluster:meridian-use1', 'select 1; select 2', 'postgres'],
      readings: [],
    },
    { service: present(identity.control), known: [], readings: [] },
  ]
  return { all, [Symbol.asyncDispose]: () => standing.disposeAsync() }
}

function cloudFront(): Subject {
  const calls: unknown[] = []
  const service = createCloudFrontControl({
    plan: planCloudFront(cloudFrontGraph()),
    clock: createManualClock(),
    startedAtMs: 0,
    invalidate: (id, paths) => calls.push([id, paths]),
  })
  return {
    service,
    calls,
    known: [DISTRIBUTION_ID, 'ETEST', '/index.html', '/assets/*', 'one'],
    readings: [['GetDistributionConfig', { Id: DISTRIBUTION_ID }]],
  }
}

async function objects(standing: AsyncDisposableStack): Promise<Subject> {
  const program = new TestProgram({})
  program.add('aws:s3/bucket:Bucket', 'assets', { bucket: 'meridian-assets' })
  const graph = program.graph()
  const running = standing.use(await s3.start(s3.plan(graph), createTestWorld({ graph })))
  const listing = {
    method: 'GET',
    url: new URL('http://control.local/meridian-assets'),
    headers: {},
    bytes: Buffer.alloc(0),
    id: 'one',
    members: {},
  }
  return {
    service: present(running.control),
    known: ['meridian-assets', 'one', 'two', 'meridian-assets/one', 'STANDARD'],
    readings: [['ListObjectsV2', listing]],
  }
}

function databases(): Subject {
  const calls: unknown[] = []
  const states = planRds(fixtureGraph()).databases.map((plan) => createDatabaseState(plan, 0))
  const called =
    (name: string) =>
    (...given: unknown[]) => {
      calls.push([name, given])
      return states[0] as (typeof states)[number]
    }
  const service = createRdsControl(
    {
      states: () => states,
      events: () => [],
      snapshots: () => [],
      requestWriter: called('requestWriter'),
      requestRemoval: called('requestRemoval'),
      restored: {
        size: 0,
        has: () => false,
        restore: called('restore'),
        addInstance: called('addInstance'),
        removeInstance: called('removeInstance'),
        remove: called('remove'),
      },
      http: {
        enable: called('enableHttpEndpoint'),
        disable: called('disableHttpEndpoint'),
        isEnabled: () => false,
      },
      copySnapshot: called('copySnapshot'),
      forgetSnapshot: called('forgetSnapshot'),
    },
    () => 0,
  )
  const clusters = [...(states[0]?.clusters.values() ?? [])].flatMap(({ plan }) => [plan.id, plan.arn])
  return {
    service,
    calls,
    known: [...clusters, 'meridian', 'aurora-postgresql', 'db.r6g.large'],
    readings: [],
  }
}

const present = (service: WireService | undefined): WireService => {
  if (!service) throw new Error('The module offers no service')
  return service
}

/** Without the rate limit, which would reject most requests. */
function unlimited(service: WireService | undefined): WireService {
  const { admit: _, ...rest } = present(service)
  return rest
}
