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
import { startRoute53 } from '../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../src/modules/route53/plan/plan.ts'
import { describeLoadBalancer } from './elbv2/example-program.ts'
import { exampleGraph } from './route53/example-program.ts'
import { createStandIns } from './route53/stand-ins.ts'
import { createInTestNetwork } from './support/in-test-network.ts'

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
  const { graph, loadBalancer, pages } = describeLoadBalancer()
  const folder = await mkdtemp(join(tmpdir(), 'meridian-front-door-'))
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
  elbv2.register(pages, { address: task.address, port: 3000, zone: 'us-east-1a' })
  while (elbv2.targetHealth(pages)[0]?.state !== 'healthy') await delay(10)
  return {
    port: await network.locate(String(loadBalancer.outputs.dnsName), 80),
    async [Symbol.asyncDispose]() {
      await elbv2[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
