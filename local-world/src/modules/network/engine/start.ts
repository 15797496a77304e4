import { join } from 'node:path'
import type { World } from '../../../kernel/module.ts'
import { ConnectionError } from '../errors.ts'
import { NameTable } from '../model/names.ts'
import type { NetworkPlan } from '../model/network-plan.ts'
import type { Callers, RunningNetwork } from '../running.ts'
import { Dialler } from './dialler.ts'
import { InterfaceDirectory } from './directory.ts'
import type { Fabric } from './interface.ts'
import { ProcessGate } from './process-gate.ts'
import { openTunnel } from './tunnel.ts'

/** The world's network: interfaces, names and reachability. */
export async function startNetwork(plan: NetworkPlan, world: World): Promise<RunningNetwork & Callers> {
  const names = new NameTable()
  const directory = new InterfaceDirectory(plan)
  const dialler = new Dialler(plan, world, directory)
  const gate = await ProcessGate.open(join(world.folders.cache, 'compiled'))
  const tunnels = new Set<AsyncDisposable>()

  async function resolve(name: string, clientSubnet: string): Promise<readonly string[]> {
    const addresses = await names.addresses(name, clientSubnet)
    if (addresses.length === 0) throw new ConnectionError('ENOTFOUND', name)
    return addresses
  }

  const fabric: Fabric = {
    resolve: (asker, name) => resolve(name, asker.address),
    async open(from, host, port, signal) {
      const [address = host] = await resolve(host, from.address)
      return dialler.dial(from, address, port, signal)
    },
    withdrawn: (loopbackPort) => dialler.withdrawn(loopbackPort),
    detach: (networkInterface) => directory.detach(networkInterface),
  }

  return {
    attach: (request) => directory.attach(request, fabric),
    attachOutside: (request) => directory.attachOutside(request, fabric),
    publishName: (name, addresses, alias) => names.publish(name, addresses, alias),
    aliasOf: (name) => names.aliasOf(name),
    withdrawName: (name) => names.withdraw(name),
    delegateZone: (domain, resolver) => names.delegate(domain, resolver),
    resolvePublic: resolve,
    addressesNow: (name, clientSubnet) => names.addressesNow(name, clientSubnet),
    async tunnel(from, host, port) {
      const tunnel = await openTunnel(from, host, port)
      tunnels.add(tunnel)
      return tunnel
    },
    callerAt: (loopbackPort) => dialler.callerAt(loopbackPort),
    attachProcess: (networkInterface) => gate.admit(networkInterface),
    addresses: () => [],
    async [Symbol.asyncDispose]() {
      for (const tunnel of tunnels) await tunnel[Symbol.asyncDispose]()
      await gate[Symbol.asyncDispose]()
      await dialler[Symbol.asyncDispose]()
    },
  }
}
