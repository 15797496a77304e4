import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/kernel/clock.ts'
import type { World } from '../../src/kernel/module.ts'
import { startEcs } from '../../src/modules/ecs/engine/start.ts'
import { planEcs } from '../../src/modules/ecs/plan/plan.ts'
import { TYPES as ECS, ecsResources } from '../../src/modules/ecs/resources.ts'
import type { RunningEcs, TaskView } from '../../src/modules/ecs/running.ts'
import { startElbv2 } from '../../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../../src/modules/elbv2/plan/plan.ts'
import { TYPES as ELB, elbv2Resources } from '../../src/modules/elbv2/resources.ts'
import type { RunningElbv2 } from '../../src/modules/elbv2/running.ts'
import { logs } from '../../src/modules/logs/index.ts'
import { LOG_GROUP_TYPE, logsResources } from '../../src/modules/logs/resources.ts'
import type { RunningLogs } from '../../src/modules/logs/running.ts'
import { startNetwork } from '../../src/modules/network/engine/start.ts'
import { planNetwork } from '../../src/modules/network/plan/plan.ts'
import { TYPES as EC2, networkResources } from '../../src/modules/network/resources.ts'
import { secretsmanager } from '../../src/modules/secretsmanager/index.ts'
import { TYPES as SECRETS, secretsManagerResources } from '../../src/modules/secretsmanager/resources.ts'
import type { RunningSecretsManager } from '../../src/modules/secretsmanager/running.ts'
import { TestProgram } from '../support/program.ts'
import { createTestWorld } from '../support/test-world.ts'

const PORT = 3000
const WEB = 'example.com/web:1'
const JOB = 'example.com/job:1'
const FIXTURES = 'local-world/test/fixtures/tasks'

export interface ServiceProgramOptions {
  readonly service?: Readonly<Record<string, unknown>>
  readonly container?: Readonly<Record<string, unknown>>
  readonly moreContainers?: readonly Readonly<Record<string, unknown>>[]
  readonly secretString?: string
  /** Adds further resources to the program. */
  readonly more?: (program: TestProgram) => void
}

/** A VPC with two zones, a load balancer, and a cluster with the service `web` and the task definition `job`. */
export function describeService(options: ServiceProgramOptions = {}) {
  const program = new TestProgram({
    ...networkResources,
    ...elbv2Resources,
    ...ecsResources,
    ...secretsManagerResources,
    ...logsResources,
  })
  program.add(LOG_GROUP_TYPE, 'web', { name: '/ecs/web', retentionInDays: 7 })
  const { subnetIds, securityGroupId } = addNetwork(program)
  const targetGroup = addLoadBalancer(program, subnetIds, securityGroupId)
  const secret = program.add(SECRETS.secret, 'database', { name: 'database' })
  program.add(SECRETS.secretVersion, 'database', {
    secretId: secret.id,
    secretString: options.secretString ?? '{"username":"app","password":"first"}',
  })
  const web = {
    name: 'web',
    image: WEB,
    essential: true,
    stopTimeout: 2,
    environment: [
      { name: 'PORT', value: String(PORT) },
      { name: 'COLOUR', value: 'blue' },
    ],
    secrets: [
      { name: 'CREDENTIALS', valueFrom: secret.id },
      { name: 'PASSWORD', valueFrom: `${secret.id}:password::` },
    ],
    portMappings: [{ containerPort: PORT }],
    ...options.container,
  }
  const cluster = program.add(ECS.cluster, 'main', { name: 'main' })
  const definition = addDefinition(program, 'web', [web, ...(options.moreContainers ?? [])])
  addDefinition(program, 'job', [{ name: 'job', image: JOB }])
  const service = program.add(ECS.service, 'web', {
    name: 'web',
    cluster: cluster.id,
    taskDefinition: definition,
    desiredCount: 2,
    networkConfiguration: { subnets: subnetIds, securityGroups: [securityGroupId], assignPublicIp: true },
    loadBalancers: [{ targetGroupArn: targetGroup.id, containerName: 'web', containerPort: PORT }],
    healthCheckGracePeriodSeconds: 0,
    ...options.service,
  })
  options.more?.(program)
  return {
    graph: program.graph(),
    serviceArn: service.id,
    secretArn: secret.id,
    targetGroupArn: targetGroup.id,
    network: { subnetIds, securityGroupIds: [securityGroupId] },
  }
}

function addNetwork(program: TestProgram) {
  const vpcId = program.add(EC2.vpc, 'vpc', { cidrBlock: '10.0.0.0/16' }).id
  const gatewayId = program.add(EC2.internetGateway, 'igw', { vpcId }).id
  const routeTableId = program.add(EC2.routeTable, 'public', { vpcId }).id
  program.add(EC2.route, 'internet', { routeTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId })
  const subnetIds = ['a', 'b'].map((letter, index) => {
    const subnetId = program.add(EC2.subnet, `public-${letter}`, {
      vpcId,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `us-east-1${letter}`,
    }).id
    program.add(EC2.routeTableAssociation, `public-${letter}`, { subnetId, routeTableId })
    return subnetId
  })
  const securityGroupId = program.add(EC2.securityGroup, 'all', { vpcId }).id
  const everything = { securityGroupId, ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }
  program.add(EC2.ingressRule, 'in', everything)
  program.add(EC2.egressRule, 'out', everything)
  return { subnetIds, securityGroupId }
}

function addLoadBalancer(program: TestProgram, subnets: readonly string[], securityGroupId: string) {
  const loadBalancer = program.add(ELB.loadBalancer, 'edge', {
    name: 'edge',
    subnets,
    securityGroups: [securityGroupId],
  })
  const targetGroup = program.add(ELB.targetGroup, 'web', {
    name: 'web',
    port: PORT,
    targetType: 'ip',
    healthCheck: {
      path: '/health/live',
      interval: 5,
      timeout: 2,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
    },
    deregistrationDelay: 30,
  })
  program.add(ELB.listener, 'http', {
    loadBalancerArn: loadBalancer.id,
    port: 80,
    defaultActions: [{ type: 'forward', targetGroupArn: targetGroup.id }],
  })
  return targetGroup
}

function addDefinition(program: TestProgram, family: string, containers: readonly object[]): string {
  const definition = program.add(ECS.taskDefinition, family, {
    family,
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: JSON.stringify(containers),
  })
  return String(definition.outputs.arn)
}

export interface RunningService {
  readonly ecs: RunningEcs
  readonly elbv2: RunningElbv2
  readonly secrets: RunningSecretsManager
  readonly logs: RunningLogs
  readonly world: World
  readonly serviceArn: string
  readonly secretArn: string
  readonly targetGroupArn: string
  readonly network: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }
  /** Sends a request through the load balancer. */
  get(path: string): Promise<Response>
  running(): readonly TaskView[]
}

export async function startService(
  options: ServiceProgramOptions = {},
  settings: Partial<World['settings']> = {},
  patientClock?: Clock,
): Promise<RunningService> {
  const described = describeService(options)
  const { graph } = described
  const world = createTestWorld({ graph, settings, ...(patientClock && { patientClock }) })
  const network = await startNetwork(planNetwork(graph), world)
  const elbv2 = await startElbv2(planLoadBalancing(graph), world, network)
  const secrets = await secretsmanager.start(secretsmanager.plan(graph), world)
  const cloudWatchLogs = await logs.start(logs.plan(graph), world)
  const ecs = await startEcs(planEcs(graph), {
    logs: cloudWatchLogs,
    world,
    network,
    elbv2,
    secrets,
    images: (image) => ({
      kind: 'node program',
      command: [`${FIXTURES}/${image === JOB ? 'job' : 'web'}.ts`],
    }),
  })
  onTestFinished(async () => {
    for (const running of [ecs, elbv2, secrets, network]) await running[Symbol.asyncDispose]()
  })
  const [line] = elbv2.addresses()
  return {
    ...described,
    ecs,
    elbv2,
    secrets,
    logs: cloudWatchLogs,
    world,
    get: (path) => fetch(`${line?.address}${path}`),
    running: () => ecs.tasks().filter(({ lastStatus }) => lastStatus === 'RUNNING'),
  }
}
