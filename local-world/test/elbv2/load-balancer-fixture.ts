import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net'
import { Agent, type Dispatcher, request } from 'undici'
import { onTestFinished } from 'vitest'
import type { World } from '../../src/kernel/module.ts'
import { startElbv2 } from '../../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../../src/modules/elbv2/plan/plan.ts'
import type { RunningElbv2, Target } from '../../src/modules/elbv2/running.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { eventually } from '../support/conditions.ts'
import { createInTestNetwork, type InTestNetwork } from '../support/in-test-network.ts'
import { createTestWorld } from '../support/test-world.ts'
import { describeLoadBalancer, type ProgramOptions } from './example-program.ts'

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
  /** A TCP server with its own address in the network. */
  addRawTarget(group: string, onConnection: (socket: Socket) => void): Promise<Target>
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
  const register = (group: string, server: TcpServer): Target => {
    const networkInterface = network.attach({
      description: 'task',
      subnetId: 'subnet-a',
      securityGroupIds: [],
    })
    networkInterface.serve(3000, (server.address() as AddressInfo).port)
    const target: Target = { address: networkInterface.address, port: 3000, zone: 'us-east-1a' }
    elbv2.register(group, target)
    return target
  }

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
      const server = await listen(listener)
      return { target: register(group, server), server }
    },
    async addRawTarget(group, onConnection) {
      const server = createTcpServer((socket) => {
        onTestFinished(() => void socket.destroy())
        socket.on('error', () => {})
        onConnection(socket)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      return register(group, server)
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
