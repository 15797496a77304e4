import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createRealClock } from '../src/kernel/clock.ts'
import { createJournal } from '../src/kernel/journal.ts'
import type { World } from '../src/kernel/module.ts'
import { createSettings } from '../src/kernel/settings.ts'
import { createTrust } from '../src/kernel/trust/trust.ts'
import { startElbv2 } from '../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../src/modules/elbv2/plan/plan.ts'
import { elbv2Resources, TYPES } from '../src/modules/elbv2/resources.ts'
import { startRoute53 } from '../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../src/modules/route53/plan/plan.ts'
import { exampleGraph } from './route53/example-program.ts'
import { createStandIns } from './route53/stand-ins.ts'
import { createInTestNetwork } from './support/in-test-network.ts'
import { TestProgram } from './support/program.ts'

export interface FrontDoor extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number
}

/** Route 53's DNS server with Meridian's records: areas, health, and the rest by latency. */
export async function serveRecords(): Promise<FrontDoor> {
  const { world, dependencies } = createStandIns()
  return startRoute53(planRoute53(exampleGraph()), world, dependencies)
}

/** A load balancer with an HTTP listener in front of one healthy target, which listens on a loopback port. */
export async function serveLoadBalancer(targetPort: number): Promise<FrontDoor> {
  const program = new TestProgram(elbv2Resources)
  for (const letter of ['a', 'b'])
    program.add('aws:ec2/subnet:Subnet', `subnet-${letter}`, {
      availabilityZone: `us-east-1${letter}`,
      vpcId: 'vpc-1',
    })
  const { id: loadBalancerArn, outputs } = program.add(TYPES.loadBalancer, 'edge', {
    name: 'edge',
    subnets: ['subnet-a', 'subnet-b'],
    securityGroups: ['sg-1'],
  })
  const { id: targetGroupArn } = program.add(TYPES.targetGroup, 'pages', {
    name: 'pages',
    port: 3000,
    targetType: 'ip',
    vpcId: 'vpc-1',
    healthCheck: { path: '/', interval: 5, timeout: 2, healthyThreshold: 2, unhealthyThreshold: 2 },
  })
  program.add(TYPES.listener, 'http', {
    loadBalancerArn,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'forward', targetGroupArn }],
  })
  const folder = await mkdtemp(join(tmpdir(), 'meridian-front-door-'))
  const graph = program.graph()
  const clock = createRealClock()
  const world: World = {
    graph,
    clock,
    patientClock: clock,
    settings: createSettings({ timeScale: 0.1 }),
    journal: createJournal(clock),
    wan: undefined as never,
    certificates: { certificateFile: '', issue: () => Promise.reject(new Error('plain HTTP has none')) },
    trust: createTrust(),
    folders: { run: folder, cache: folder },
    repositoryRoot: folder,
    progress: () => {},
    running: (module) => {
      throw new Error(`a load balancer asked for the module "${module.name}"`)
    },
  }
  const network = createInTestNetwork()
  const task = network.attach({ description: 'task', subnetId: 'subnet-a', securityGroupIds: [] })
  task.serve(3000, targetPort)
  const elbv2 = await startElbv2(planLoadBalancing(graph), world, network)
  elbv2.register(targetGroupArn, { address: task.address, port: 3000, zone: 'us-east-1a' })
  while (elbv2.targetHealth(targetGroupArn)[0]?.state !== 'healthy') await delay(10)
  return {
    port: await network.locate(String(outputs.dnsName), 80),
    async [Symbol.asyncDispose]() {
      await elbv2[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
