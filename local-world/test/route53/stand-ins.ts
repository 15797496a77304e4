import { inRegion, type RegionId } from '@meridian/topology'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import type { AlarmState } from '../../src/modules/cloudwatch/running.ts'
import type { NetworkInterface, OutsideAttachment } from '../../src/modules/network/running.ts'
import type { Route53Dependencies, Route53World } from '../../src/modules/route53/engine/start.ts'
import { loadBalancerName } from './example-program.ts'

export const regionAddress: Readonly<Record<RegionId, string>> = {
  'us-east-1': '198.19.0.10',
  'us-west-2': '198.19.32.10',
  'ap-northeast-2': '198.19.64.10',
}

/** Stands in for a running world: published names, and load balancers that a test can turn off. */
export function createStandIns(
  openPort: (host: string, port: number) => number | undefined = () => undefined,
) {
  const clock = createRealClock()
  const world: Route53World = {
    clock,
    patientClock: clock,
    journal: createJournal(clock),
    settings: createSettings({ timeScale: 0.01 }),
  }
  const dead = new Set<RegionId>()
  const published = new Map<string, string>([
    ...Object.entries(regionAddress).map(
      ([region, address]) => [loadBalancerName(region as RegionId), address] as const,
    ),
    ['meridian.cluster-x.us-east-1.rds.amazonaws.com', '10.0.1.5'],
    ['meridian.global-x.global.rds.amazonaws.com', '10.0.1.5'],
  ])
  const aliases = new Map([
    ['meridian.global-x.global.rds.amazonaws.com', 'meridian.cluster-x.us-east-1.rds.amazonaws.com'],
  ])
  const zones = new Map<string, Parameters<Route53Dependencies['network']['delegateZone']>[1]>()
  const regionOf = (name: string) =>
    (Object.keys(regionAddress) as RegionId[]).find((region) => loadBalancerName(region) === name)
  const alarms = new Map<string, AlarmState>()
  const metrics = new Map<string, number>()
  const dependencies: Route53Dependencies = {
    arc: { isOn: () => false, onTurned: () => () => {} },
    cloudwatch: {
      series: ({ name, dimensions }) => ({
        add: (value) => void metrics.set(`${name} ${dimensions.HealthCheckId}`, value),
      }),
      stateFromData: (region, name) => alarms.get(`${region}/${name}`),
    },
    network: {
      attachOutside: (request) => createInterface(request, openPort),
      delegateZone: (domain, resolver) => zones.set(domain, resolver),
      aliasOf: (name) => aliases.get(name),
      addressesNow(name) {
        const address = published.get(name)
        return address === undefined ? undefined : [address]
      },
      async resolvePublic(name) {
        const address = published.get(name)
        if (address) return [address]
        throw Object.assign(new Error(name), { code: 'ENOTFOUND' })
      },
    },
    elbv2: {
      aliasHealth(name) {
        const region = regionOf(name)
        return region && !dead.has(region)
      },
    },
  }
  return { world, dependencies, alarms, metrics, dead, zones, published }
}

function createInterface(
  { description, place }: OutsideAttachment,
  openPort: (host: string, port: number) => number | undefined,
): NetworkInterface {
  return {
    id: `eni-${description}`,
    description,
    address: '198.19.0.200',
    publicAddress: '198.19.0.200',
    place: place ?? inRegion('us-east-1'),
    vpcId: undefined,
    subnetId: undefined,
    serve() {},
    withdraw() {},
    resolve: async () => [],
    async open(host, port) {
      const loopbackPort = openPort(host, port)
      if (loopbackPort !== undefined) return { port: loopbackPort }
      throw Object.assign(new Error(host), { code: 'ECONNREFUSED' })
    },
    close() {},
  }
}
