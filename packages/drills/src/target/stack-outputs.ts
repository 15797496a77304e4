import { REGION_IDS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import type { FieldReader } from './reader.ts'

export type Regional<Value> = Readonly<Record<RegionId, Value>>

/** What the tools use of the outputs of infra/pulumi (its index.ts exports them). */
export interface StackOutputs {
  readonly domain: string
  readonly edgeDomain: string
  readonly distributionId: string
  readonly zoneId: string
  readonly nameServers: readonly string[]
  readonly loadBalancers: Regional<{
    readonly arn: string
    readonly dnsName: string
    readonly targetGroupArns: Readonly<Record<ServiceName, string>>
  }>
  readonly services: Regional<{ readonly cluster: string; readonly services: readonly string[] }>
  readonly database: {
    readonly globalClusterId: string
    readonly regions: Regional<{ readonly clusterArn: string; readonly clusterId: string }>
  }
  readonly healthChecks: Regional<string>
}

export function readStackOutputs(value: unknown, path: string, read: FieldReader): StackOutputs {
  const outputs = read.object(value, path)
  const zone = read.object(outputs.zone, `${path}.zone`)
  const database = read.object(outputs.database, `${path}.database`)
  return {
    domain: read.text(outputs.domain, `${path}.domain`),
    edgeDomain: read.text(outputs.edgeDomain, `${path}.edgeDomain`),
    distributionId: read.text(outputs.distributionId, `${path}.distributionId`),
    zoneId: read.text(zone.id, `${path}.zone.id`),
    nameServers: read.list(zone.nameServers, `${path}.zone.nameServers`, (item, at) => read.text(item, at)),
    loadBalancers: regional(outputs.loadBalancers, `${path}.loadBalancers`, readLoadBalancer),
    services: regional(outputs.services, `${path}.services`, readServices),
    database: {
      globalClusterId: read.text(database.globalClusterId, `${path}.database.globalClusterId`),
      regions: regional(database.regions, `${path}.database.regions`, readCluster),
    },
    healthChecks: regional(outputs.healthChecks, `${path}.healthChecks`, (item, at) => read.text(item, at)),
  }

  function regional<Value>(from: unknown, at: string, readOne: (item: unknown, at: string) => Value) {
    const fields = read.object(from, at)
    const entries = REGION_IDS.map((region) => [region, readOne(fields[region], `${at}.${region}`)] as const)
    return Object.fromEntries(entries) as Record<RegionId, Value>
  }

  function readLoadBalancer(item: unknown, at: string) {
    const fields = read.object(item, at)
    const groups = read.object(fields.targetGroupArns, `${at}.targetGroupArns`)
    const arns = SERVICE_NAMES.map(
      (service) => [service, read.text(groups[service], `${at}.targetGroupArns.${service}`)] as const,
    )
    return {
      arn: read.text(fields.arn, `${at}.arn`),
      dnsName: read.text(fields.dnsName, `${at}.dnsName`),
      targetGroupArns: Object.fromEntries(arns) as Record<ServiceName, string>,
    }
  }

  function readServices(item: unknown, at: string) {
    const fields = read.object(item, at)
    const names = Array.isArray(fields.services) ? fields.services : Object.values(fields.services ?? {})
    return {
      cluster: read.text(fields.cluster, `${at}.cluster`),
      services: read.list(names, `${at}.services`, (name, nameAt) => read.text(name, nameAt)),
    }
  }

  function readCluster(item: unknown, at: string) {
    const fields = read.object(item, at)
    return {
      clusterArn: read.text(fields.clusterArn, `${at}.clusterArn`),
      clusterId: read.text(fields.clusterId, `${at}.clusterId`),
    }
  }
}
