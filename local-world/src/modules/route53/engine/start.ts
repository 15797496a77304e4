import type { World } from '../../../kernel/module.ts'
import type { RunningArc } from '../../arc/running.ts'
import type { RunningCloudWatch } from '../../cloudwatch/running.ts'
import type { RunningElbv2 } from '../../elbv2/running.ts'
import type { NetworkInterface, RunningNetwork } from '../../network/running.ts'
import { placeOfAddress } from '../../network/running.ts'
import { createRoute53Control } from '../control/service.ts'
import { createLocator } from '../model/location.ts'
import { ZoneStore } from '../model/zone-store.ts'
import type { Route53Plan } from '../plan/plan.ts'
import type { RunningRoute53 } from '../running.ts'
import { type DnsServer, startDnsServer } from './dns-server.ts'
import { CHECKER_REGIONS, type HealthCheckers, startHealthCheckers } from './health-checkers.ts'
import { publishHealth } from './publish-health.ts'
import { Responder } from './responder.ts'

/** The modules that Route 53 depends on. */
export interface Route53Dependencies {
  readonly network: Pick<
    RunningNetwork,
    'addressesNow' | 'aliasOf' | 'attachOutside' | 'delegateZone' | 'resolvePublic'
  >
  readonly elbv2: Pick<RunningElbv2, 'aliasHealth'>
  readonly cloudwatch: Pick<RunningCloudWatch, 'series' | 'stateFromData'>
  readonly arc: Pick<RunningArc, 'isOn' | 'onTurned'>
}

export type Route53World = Pick<World, 'clock' | 'patientClock' | 'journal' | 'settings'>

/** Starts the DNS server and the health checkers, and registers the zones with the world's resolvers. */
export async function startRoute53(
  plan: Route53Plan,
  world: Route53World,
  { network, elbv2, cloudwatch, arc }: Route53Dependencies,
): Promise<RunningRoute53> {
  const store = new ZoneStore(plan.zones)
  const locate = createLocator(placeOfAddress)
  const listeners = new Set<(healthCheckId: string, isHealthy: boolean) => void>()
  const interfaces = attachCheckers(network, plan)
  const checkers = startHealthCheckers({
    healthChecks: plan.healthChecks,
    interfaces,
    clock: world.clock,
    patientClock: world.patientClock,
    journal: world.journal,
    timeScale: world.settings.timeScale,
    alarmState: (region, name) => cloudwatch.stateFromData(region, name),
    isControlOn: (arn) => arc.isOn(arn),
    onChange: (id, isHealthy) => {
      for (const listener of listeners) listener(id, isHealthy)
    },
  })
  const forgetArc = arc.onTurned(() => checkers.reconsider('routing control'))
  const publishing = publishHealth(plan.healthChecks, checkers, cloudwatch, world.clock)
  const responder = new Responder({
    zones: () => store.served(),
    locate,
    health: {
      isCheckHealthy: checkers.announced,
      isTargetHealthy: (dnsName) => elbv2.aliasHealth(dnsName) ?? false,
    },
    addressesNow: (name, clientSubnet) => network.addressesNow(name, clientSubnet),
    resolveService: (name, clientSubnet) => network.resolvePublic(name, clientSubnet),
    aliasOf: (name) => network.aliasOf(name),
  })
  for (const zone of plan.zones)
    network.delegateZone(zone.name, (name, clientSubnet) => addressesOf(responder, name, clientSubnet))
  const server = await startDnsServer((query, from) => responder.reply(query, from), world.settings.ports.dns)
  const close = closeAll(server, publishing, checkers, interfaces)
  return {
    port: server.port,
    lookup: (name, type, asker) => responder.lookup(name, type, asker),
    locate,
    healthStatus: checkers.status,
    unreachedEndpoints: () => checkers.unreached(),
    checkNow: () => checkers.checkNow(),
    onHealthStatus(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    addresses: () => [
      {
        section: 'DNS',
        label: plan.zones.map(({ name }) => name).join(', ') || 'no zones',
        address: `127.0.0.1:${server.port}`,
        name: 'UDP and TCP, EDNS client subnet',
      },
    ],
    control: createRoute53Control({
      store,
      plan,
      responder,
      checkers,
      clock: world.clock,
      timeScale: world.settings.timeScale,
    }),
    [Symbol.asyncDispose]() {
      forgetArc()
      return close()
    },
  }
}

function attachCheckers(
  network: Route53Dependencies['network'],
  plan: Route53Plan,
): ReadonlyMap<string, NetworkInterface> {
  if (!plan.healthChecks.some(({ check }) => check.kind === 'endpoint')) return new Map()
  return new Map(
    Object.entries(CHECKER_REGIONS).map(([region, place]) => [
      region,
      network.attachOutside({ description: `Route 53 health checker ${region}`, place }),
    ]),
  )
}

/** A zone's answer as a resolver inside the world sees it: the addresses after aliases and CNAMEs, or none. */
async function addressesOf(
  responder: Responder,
  name: string,
  clientSubnet: string,
): Promise<readonly string[]> {
  const { records } = await responder.lookup(name, 'A', { address: clientSubnet })
  const addresses = records.filter(({ type }) => type === 'A').flatMap(({ values }) => values)
  if (addresses.length > 0) return addresses
  const elsewhere = records.findLast(({ type }) => type === 'CNAME')?.values[0]
  if (elsewhere === undefined) return []
  const outside = await responder.lookup(elsewhere, 'A', { address: clientSubnet })
  return outside.records.flatMap(({ values }) => values)
}

/** First questions end, then probes; then the checkers' addresses are released. */
function closeAll(
  server: DnsServer,
  publishing: AsyncDisposable,
  checkers: HealthCheckers,
  interfaces: ReadonlyMap<string, NetworkInterface>,
) {
  let closing: Promise<void> | undefined
  const close = async () => {
    await server[Symbol.asyncDispose]()
    await publishing[Symbol.asyncDispose]()
    await checkers[Symbol.asyncDispose]()
    for (const checker of interfaces.values()) checker.close()
  }
  return () => {
    closing ??= close()
    return closing
  }
}
