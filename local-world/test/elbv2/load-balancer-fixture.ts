import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { onTestFinished } from 'vitest'
import type { World } from '../../src/kernel/module.ts'
import { startElbv2 } from '../../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../../src/modules/elbv2/plan/plan.ts'
import { elbv2Resources, TYPES } from '../../src/modules/elbv2/resources.ts'
import type { RunningElbv2, Target } from '../../src/modules/elbv2/running.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { eventually } from '../support/conditions.ts'
import { createInTestNetwork, type InTestNetwork } from '../support/in-test-network.ts'
import { TestProgram } from '../support/program.ts'
import { createTestWorld } from '../support/test-world.ts'

const SUBNET = 'aws:ec2/subnet:Subnet'
const CERTIFICATE = 'aws:acm/certificate:Certificate'

export interface ProgramOptions {
  readonly loadBalancer?: Readonly<Record<string, unknown>>
  readonly targetGroup?: Readonly<Record<string, unknown>>
  /** Instead of HTTP on 80; `certificateArn` is that of a certificate for `edge.example` and `*.shop.example`. */
  readonly listener?: (certificateArn: string) => Readonly<Record<string, unknown>>
  /** Adds what else the program has. */
  readonly more?: (program: TestProgram) => void
  /** Rules before the default, as the program writes them; `api` is the ARN of a second target group. */
  readonly rules?: (groups: { pages: string; api: string }) => readonly Readonly<Record<string, unknown>>[]
}

/** An internet-facing load balancer in two zones, a listener on 80, and two target groups: `pages` by default, and `api`. */
export function describeLoadBalancer(options: ProgramOptions = {}) {
  const program = new TestProgram(elbv2Resources)
  for (const letter of ['a', 'b']) {
    program.add(SUBNET, `subnet-${letter}`, { availabilityZone: `us-east-1${letter}`, vpcId: 'vpc-1' })
  }
  const loadBalancer = program.add(TYPES.loadBalancer, 'edge', {
    name: 'edge',
    subnets: ['subnet-a', 'subnet-b'],
    securityGroups: ['sg-1'],
    ...options.loadBalancer,
  })
  const addGroup = (name: string) =>
    program.add(TYPES.targetGroup, name, {
      name,
      port: 3000,
      targetType: 'ip',
      vpcId: 'vpc-1',
      healthCheck: {
        path: '/health/live',
        interval: 5,
        timeout: 2,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      deregistrationDelay: 30,
      ...options.targetGroup,
    })
  const pages = addGroup('pages')
  const api = addGroup('api')
  const certificate = program.add(CERTIFICATE, 'site', {
    domainName: 'edge.example',
    subjectAlternativeNames: ['*.shop.example'],
  })
  const listener = program.add(TYPES.listener, 'http', {
    loadBalancerArn: loadBalancer.id,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'forward', targetGroupArn: pages.id }],
    ...options.listener?.(certificate.id),
  })
  const rules = options.rules?.({ pages: pages.id, api: api.id }) ?? []
  rules.forEach((rule, index) => {
    program.add(TYPES.listenerRule, `rule-${index}`, {
      listenerArn: listener.id,
      priority: index + 1,
      ...rule,
    })
  })
  options.more?.(program)
  return { graph: program.graph(), loadBalancer, pages: pages.id, api: api.id, listener }
}

export interface RunningFixture {
  readonly elbv2: RunningElbv2
  readonly network: InTestNetwork
  readonly world: World
  readonly loadBalancerArn: string
  readonly dnsName: string
  readonly pages: string
  readonly api: string
  get(path: string, options?: RequestOptions): Promise<Answer>
  /** A real HTTP server with its own address in the network. */
  addTarget(group: string, listener: RequestListener): Promise<{ target: Target; server: Server }>
  untilHealthy(group: string, count?: number): Promise<void>
}

type RequestOptions = Partial<Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body' | 'signal'>>

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export async function startLoadBalancer(options: ProgramOptions = {}): Promise<RunningFixture> {
  const { graph, loadBalancer, pages, api } = describeLoadBalancer(options)
  const network = createInTestNetwork()
  const bare = createTestWorld({ graph })
  const world = { ...bare, certificates: await createAuthority(bare.folders.run) }
  const elbv2 = await startElbv2(planLoadBalancing(graph), world, network)
  const agent = new Agent()
  onTestFinished(async () => {
    await agent.destroy()
    await elbv2[Symbol.asyncDispose]()
  })
  const dnsName = String(loadBalancer.outputs.dnsName)

  return {
    elbv2,
    network,
    world,
    loadBalancerArn: loadBalancer.id,
    dnsName,
    pages,
    api,
    async get(path, requestOptions = {}) {
      const port = await network.locate(dnsName, 80)
      const { statusCode, headers, body } = await request(`http://127.0.0.1:${port}${path}`, {
        dispatcher: agent,
        ...requestOptions,
        headers: { host: 'edge.example', ...(requestOptions.headers as object) },
      })
      return { status: statusCode, headers, body: await body.text() }
    },
    async addTarget(group, listener) {
      const networkInterface = network.attach({
        description: 'task',
        subnetId: 'subnet-a',
        securityGroupIds: [],
      })
      const server = await listen(listener)
      networkInterface.serve(3000, (server.address() as AddressInfo).port)
      const target: Target = { address: networkInterface.address, port: 3000, zone: 'us-east-1a' }
      elbv2.register(group, target)
      return { target, server }
    },
    async untilHealthy(group, count = 1) {
      await eventually(
        `${count} healthy targets`,
        () => elbv2.targetHealth(group).filter(({ state }) => state === 'healthy').length,
        (healthy) => healthy === count,
      )
    },
  }
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}
