import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResourceGraph } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { World } from '../../src/kernel/module.ts'
import { createSettings, type WorldSettings } from '../../src/kernel/settings.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'
import { network } from '../../src/modules/network/index.ts'
import { TYPES } from '../../src/modules/network/resources.ts'
import type { Callers, NetworkInterface, RunningNetwork } from '../../src/modules/network/running.ts'
import { createWan } from '../../src/wan/create-wan.ts'
import { fixtureProgram, inFixture } from './fixture-program.ts'

export interface NetworkWorld extends AsyncDisposable {
  readonly world: World
  readonly network: RunningNetwork & Callers
  attach(region: RegionId, tier: string, group: string, withPublicAddress?: boolean): NetworkInterface
  /** A TCP service of the test, closed with the world. */
  own(server: Server): Promise<number>
}

/** A world with only a network and link latencies. */
export async function startNetworkWorld(
  overrides: Partial<WorldSettings> = {},
  graph: ResourceGraph = fixtureProgram().graph(),
): Promise<NetworkWorld> {
  const clock = createRealClock()
  const journal = createJournal(clock)
  const settings = createSettings({ dropTimeoutMs: 20, ...overrides })
  const wan = createWan(settings, clock, journal)
  const folder = await mkdtemp(join(tmpdir(), 'meridian-network-'))
  const folders = { run: folder, cache: folder }
  // The network and its visitors use no other part of a world.
  const world = { graph, settings, clock, journal, wan, folders, trust: createTrust() } as World
  const running = await network.start(network.plan(graph), world)
  const servers: Server[] = []
  return {
    world,
    network: running,
    attach(region, tier, group, withPublicAddress = false) {
      const id = (type: string, what: string) => graph.named(type, inFixture(region, what)).id
      return running.attach({
        description: `${group} in ${region}`,
        subnetId: id(TYPES.subnet, tier),
        securityGroupIds: [id(TYPES.securityGroup, group)],
        withPublicAddress,
      })
    },
    async own(server) {
      servers.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return (server.address() as { port: number }).port
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      await wan[Symbol.asyncDispose]()
      for (const server of servers) server.close()
      await rm(folder, { recursive: true })
    },
  }
}

export const echoServer = (): Server => createServer((socket) => socket.on('error', () => {}).pipe(socket))
