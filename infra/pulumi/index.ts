import {
  DATABASE_READER,
  dnsNames,
  FIRST_PRIMARY,
  ORIGIN_KEY_HEADER,
  REGION_IDS,
  REGIONS,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { admitPipeline, watchAccount } from './account.ts'
import { AlarmTopics } from './components/alarm-topics.ts'
import { DatabaseSecret } from './components/database-secret.ts'
import { GlobalDatabase } from './components/global-database.ts'
import { PeeringMesh } from './components/peering-mesh.ts'
import { RegionEndpoints } from './components/region-endpoints.ts'
import { RegionKeys } from './components/region-keys.ts'
import { RegionNetwork } from './components/region-network.ts'
import { RegionSecurity } from './components/region-security.ts'
import { Registry } from './components/registry.ts'
import { ROUTING_CONTROL_HOME, RoutingControls } from './components/routing-controls.ts'
import { SecretRotation } from './components/secret-rotation.ts'
import { ServiceCluster } from './components/service-cluster.ts'
import { readSettings } from './config.ts'
import { deliver } from './delivery.ts'
import { operate, watchTraffic } from './operations.ts'
import { createProvider, refuseOtherStack } from './providers.ts'
import { perRegion } from './regional.ts'
import { tierCidr } from './rules/addresses.ts'

const settings = readSettings()
const providers = perRegion(createProvider)
const home = providers[FIRST_PRIMARY]

await refuseOtherStack(home)

const { accountId } = aws.getCallerIdentityOutput({}, { provider: home })
const keys = perRegion(
  (region) =>
    new RegionKeys(
      `${REGIONS[region].code}-keys`,
      {
        region,
        accountId,
        ...(settings.backupAccountId !== 'none' && { copyAccountId: settings.backupAccountId }),
      },
      { provider: providers[region] },
    ),
)
const pipeline = admitPipeline({ accountId, providers, keys, settings })
const networks = perRegion(
  (region) =>
    new RegionNetwork(
      `${REGIONS[region].code}-network`,
      {
        vpcCidr: REGIONS[region].vpcCidr,
        zoneCount: settings.zoneCount,
        natGateways: settings.natGateways,
        databaseClientCidrs: REGION_IDS.map((id) => tierCidr(REGIONS[id].vpcCidr, 'private')),
      },
      { provider: providers[region] },
    ),
)
new PeeringMesh('peering', { networks, providers })
perRegion(
  (region) =>
    new RegionEndpoints(
      `${REGIONS[region].code}-endpoints`,
      { region, accountId, network: networks[region], interfaces: settings.interfaceEndpoints },
      { provider: providers[region] },
    ),
)
const security = perRegion(
  (region) =>
    new RegionSecurity(
      `${REGIONS[region].code}-security`,
      { region, networks, directProbeCidrs: settings.directProbeCidrs },
      { provider: providers[region] },
    ),
)

const secret = new DatabaseSecret(
  'database-secret',
  { home: FIRST_PRIMARY, keys, recoveryDays: settings.secretRecoveryDays },
  { provider: home },
)
const globalDatabase = new GlobalDatabase('database', {
  networks,
  security,
  keys,
  secret,
  providers,
  settings,
})

const rotations = perRegion(
  (region) =>
    new SecretRotation(
      `${REGIONS[region].code}-secret-rotation`,
      {
        region,
        accountId,
        keys: keys[region],
        networks,
        security: security[region],
        database: globalDatabase,
        secret,
        ...(settings.iamDatabaseAuthentication && { reader: DATABASE_READER }),
        ...(region === FIRST_PRIMARY && { rotatesAfterDays: settings.secretRotationDays }),
        logRetentionDays: settings.logRetentionDays,
      },
      { provider: providers[region] },
    ),
)

const switches =
  settings.routingControls === 'none'
    ? undefined
    : new RoutingControls('routing-controls', { provider: providers[ROUTING_CONTROL_HOME] })
const { dns, originKey, balancers, routing, edge } = deliver({
  settings,
  accountId,
  providers,
  keys,
  networks,
  security,
  ...(switches && settings.routingControls === 'in-use' && { routingControls: switches }),
})
const topics = perRegion(
  (region) =>
    new AlarmTopics(
      `${REGIONS[region].code}-alarms`,
      { accountId, keyArn: keys[region].logsKeyArn, settings },
      { provider: providers[region] },
    ),
)
const traffic = perRegion((region) =>
  watchTraffic(region, balancers[region], topics[region], providers[region]),
)
const registry = new Registry('registry', { providers, keys })
const clusters = perRegion(
  (region) =>
    new ServiceCluster(
      `${REGIONS[region].code}-services`,
      {
        region,
        accountId,
        keys: keys[region],
        network: networks[region],
        security: security[region],
        loadBalancer: balancers[region],
        repositories: registry.repositories[region],
        database: globalDatabase,
        secretArns: secret.arns,
        apiName: routing.regionNames[region],
        originKeyArns: originKey.arns,
        trafficAlarms: traffic[region],
        settings,
      },
      { provider: providers[region] },
    ),
)
watchAccount({ accountId, providers, keys, settings, networks, database: globalDatabase, topics })
operate({
  accountId,
  providers,
  keys,
  networks,
  balancers,
  clusters,
  database: globalDatabase,
  dns,
  routing,
  edge,
  topics,
  traffic,
  settings,
})

/** What visitors type. */
export const siteUrl = `https://${dnsNames(settings.domain).www}`
/** What visitors connect to. */
export const edgeDomain = edge.domainName
/** What invalidations name. */
export const distributionId = edge.distributionId
/** Apex of the hosted zone. */
export const domain = settings.domain
/** What deployments watch, and what the tools ask past the edge. */
export const loadBalancers = perRegion((region) => ({
  arn: balancers[region].arn,
  dnsName: balancers[region].dnsName,
  /** By this its certificate can be checked. */
  url: pulumi.interpolate`https://${routing.regionNames[region]}`,
  targetGroupArns: balancers[region].targetGroupArns,
}))
/** What a tool must send to reach a region without the edge; the key itself stays in Secrets Manager. */
export const originAccess = { header: ORIGIN_KEY_HEADER, secretArns: originKey.arns }
/** What deployments change, by cluster and service. */
export const services = perRegion((region) => ({
  cluster: clusters[region].clusterName,
  services: clusters[region].serviceNames,
  /** What a release's revisions are made from: the pipeline puts the images' digests in (decision 0010). */
  taskDefinitions: clusters[region].taskDefinitionArns,
}))
/** Endpoints and ids of the global database; the tools find the writer themselves. */
export const database = {
  globalClusterId: globalDatabase.id,
  writer: globalDatabase.writerEndpoint,
  regions: perRegion((region) => ({
    clusterArn: globalDatabase.members[region].clusterArn,
    clusterId: globalDatabase.members[region].clusterId,
    writer: globalDatabase.members[region].writerEndpoint,
    reader: globalDatabase.members[region].readerEndpoint,
    secretArn: secret.arns[region],
    rotationFunctionArn: rotations[region].functionArn,
  })),
}
/** How the pipeline runs the migration: in the region that writes by then, as a task of marketing-api's own kind. */
export const migration = perRegion((region) => ({
  cluster: clusters[region].clusterName,
  taskDefinition: clusters[region].migrationTaskArn,
  subnetIds: networks[region].privateSubnetIds,
  securityGroupIds: [security[region].serviceGroupIds['marketing-api']],
}))
/** What the pipeline's workflows assume; empty where no repository may deploy. */
export const roles = pipeline
  ? { preview: pipeline.previewRoleArn, deployment: pipeline.deploymentRoleArn }
  : {}
/** Name servers to delegate the domain to, at its registrar. */
export const zone = {
  id: dns.zoneId,
  nameServers: dns.nameServers,
  /** What the registrar has to publish for a signed zone. */
  ...(dns.dsRecord && { dsRecord: dns.dsRecord }),
}
/** What tells Route 53 that a region can serve reads. */
export const healthChecks = routing.healthCheckIds
/** What an operator needs to turn a region's switch, whichever regions are lost; empty if there are no switches. */
export const routingControls = switches
  ? {
      endpoints: switches.endpoints,
      controlArns: switches.controlArns,
      safetyRuleArn: switches.safetyRuleArn,
    }
  : {}
/** All regions, whichever of them writes. */
export const regions = [...REGION_IDS]
