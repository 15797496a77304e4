import { REGION_IDS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import type { FieldReader } from './reader.ts'

type Regional<Value> = Readonly<Record<RegionId, Value>>

/** The outputs of infra/pulumi that the tools use (exported by its index.ts). */
export interface StackOutputs {
  readonly domain: string
  readonly edgeDomain: string
  readonly distributionId: string
  readonly zoneId: string
  readonly nameServers: readonly string[]
  readonly loadBalancers: Regional<{
    readonly arn: string
    readonly dnsName: string
    /** Uses a name its certificate is valid for. */
    readonly url: string
    readonly targetGroupArns: Readonly<Record<ServiceName, string>>
  }>
  /** What a request that bypasses the edge must carry: a header, and the secret that holds its value. */
  readonly originAccess: { readonly header: string; readonly secretArns: Regional<string> }
  readonly services: Regional<{
    readonly cluster: string
    readonly services: readonly string[]
    /** Each service's task definition, before a release sets its images. */
    readonly taskDefinitions: Readonly<Record<ServiceName, string>>
  }>
  /** How the schema is migrated: a standalone task in the writer's region. */
  readonly migration: Regional<{
    readonly cluster: string
    readonly taskDefinition: string
    readonly subnetIds: readonly string[]
    readonly securityGroupIds: readonly string[]
  }>
  readonly database: {
    readonly globalClusterId: string
    readonly regions: Regional<{
      readonly clusterArn: string
      readonly clusterId: string
      /** Of the login in that region. */
      readonly secretArn: string
    }>
  }
  readonly healthChecks: Regional<string>
}

export function readStackOutputs(value: unknown, path: string, read: FieldReader): StackOutputs {
  const outputs = read.object(value, path)
  const zone = read.object(outputs.zone, `${path}.zone`)
  const database = read.object(outputs.database, `${path}.database`)
  const originAccess = read.object(outputs.originAccess, `${path}.originAccess`)
  return {
    domain: read.text(outputs.domain, `${path}.domain`),
    edgeDomain: read.text(outputs.edgeDomain, `${path}.edgeDomain`),
    distributionId: read.text(outputs.distributionId, `${path}.distributionId`),
    zoneId: read.text(zone.id, `${path}.zone.id`),
    nameServers: read.list(zone.nameServers, `${path}.zone.nameServers`, (item, at) => read.text(item, at)),
    loadBalancers: regional(outputs.loadBalancers, `${path}.loadBalancers`, readLoadBalancer),
    originAccess: {
      header: read.text(originAccess.header, `${path}.originAccess.header`),
      secretArns: regional(originAccess.secretArns, `${path}.originAccess.secretArns`, (item, at) =>
        read.text(item, at),
      ),
    },
    services: regional(outputs.services, `${path}.services`, readServices),
    migration: regional(outputs.migration, `${path}.migration`, readMigration),
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
    return {
      arn: read.text(fields.arn, `${at}.arn`),
      dnsName: read.text(fields.dnsName, `${at}.dnsName`),
      url: read.text(fields.url, `${at}.url`),
      targetGroupArns: perService(fields.targetGroupArns, `${at}.targetGroupArns`),
    }
  }

  function perService(item: unknown, at: string): Record<ServiceName, string> {
    const fields = read.object(item, at)
    const entries = SERVICE_NAMES.map(
      (service) => [service, read.text(fields[service], `${at}.${service}`)] as const,
    )
    return Object.fromEntries(entries) as Record<ServiceName, string>
  }

  function readServices(item: unknown, at: string) {
    const fields = read.object(item, at)
    const names = Array.isArray(fields.services) ? fields.services : Object.values(fields.services ?? {})
    return {
      cluster: read.text(fields.cluster, `${at}.cluster`),
      services: read.list(names, `${at}.services`, (name, nameAt) => read.text(name, nameAt)),
      taskDefinitions: perService(fields.taskDefinitions, `${at}.taskDefinitions`),
    }
  }

  function readMigration(item: unknown, at: string) {
    const fields = read.object(item, at)
    const ids = (value: unknown, idsAt: string) => read.list(value, idsAt, (id, idAt) => read.text(id, idAt))
    return {
      cluster: read.text(fields.cluster, `${at}.cluster`),
      taskDefinition: read.text(fields.taskDefinition, `${at}.taskDefinition`),
      subnetIds: ids(fields.subnetIds, `${at}.subnetIds`),
      securityGroupIds: ids(fields.securityGroupIds, `${at}.securityGroupIds`),
    }
  }

  function readCluster(item: unknown, at: string) {
    const fields = read.object(item, at)
    return {
      clusterArn: read.text(fields.clusterArn, `${at}.clusterArn`),
      clusterId: read.text(fields.clusterId, `${at}.clusterId`),
      secretArn: read.text(fields.secretArn, `${at}.secretArn`),
    }
  }
}
