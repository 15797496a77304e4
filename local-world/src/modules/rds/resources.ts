import type { Created, CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'
import { arns, ENDPOINT_ZONE_IDS, endpointHash, endpoints } from './model/naming.ts'

export const TYPES = {
  globalCluster: 'aws:rds/globalCluster:GlobalCluster',
  cluster: 'aws:rds/cluster:Cluster',
  clusterInstance: 'aws:rds/clusterInstance:ClusterInstance',
  subnetGroup: 'aws:rds/subnetGroup:SubnetGroup',
  clusterParameterGroup: 'aws:rds/clusterParameterGroup:ClusterParameterGroup',
  parameterGroup: 'aws:rds/parameterGroup:ParameterGroup',
} as const

const DEFAULT_PORT = 5432
const DEFAULT_ENGINE = 'aurora-postgresql'
export const CERTIFICATE_AUTHORITY = 'rds-ca-rsa2048-g1'
const RESOURCE_ID_CHARACTERS = 26
/** RDS chooses half an hour of the region's night; here it is always this one. */
const DEFAULT_BACKUP_WINDOW = '07:00-07:30'
const DEFAULT_MAINTENANCE_WINDOW = 'sun:08:00-sun:08:30'
const AUTONAME_CHARACTERS = 7

/** The given name, else the prefix with a suffix, else the program's name with a suffix, as the provider does. */
function physicalName(request: CreateRequest, key: string, prefixKey = `${key}Prefix`): string {
  const asked = request.inputs[key]
  if (typeof asked === 'string' && asked !== '') return asked
  const prefix = request.inputs[prefixKey]
  if (typeof prefix === 'string') return `${prefix}${request.suffix(AUTONAME_CHARACTERS, 'hex')}`
  return `${request.name}-${request.suffix(AUTONAME_CHARACTERS, 'hex')}`
}

function created(request: CreateRequest, id: string, computed: Readonly<Record<string, unknown>>): Created {
  const tagsAll = request.inputs.tags ?? {}
  return { id, outputs: { region: request.region, tagsAll, ...request.inputs, ...computed } }
}

/** The program's input if there is one, else the provider's default. */
const or = (request: CreateRequest, key: string, fallback: unknown): unknown =>
  request.inputs[key] ?? fallback

const majorOf = ({ inputs }: CreateRequest): string => String(inputs.engineVersion ?? '').split('.')[0] ?? ''

const globalCluster: ResourceProvider = (request) => {
  const id = physicalName(request, 'globalClusterIdentifier')
  return created(request, id, {
    globalClusterIdentifier: id,
    arn: arns.globalCluster(request.accountId, id),
    endpoint: endpoints.global(id, request.suffix(12, 'base36')),
    globalClusterResourceId: `cluster-${request.suffix(16, 'hex')}`,
    engine: or(request, 'engine', DEFAULT_ENGINE),
    engineVersionActual: request.inputs.engineVersion,
    engineLifecycleSupport: or(request, 'engineLifecycleSupport', 'open-source-rds-extended-support'),
    storageEncrypted: or(request, 'storageEncrypted', false),
    globalClusterMembers: [],
  })
}

const cluster: ResourceProvider = (request) => {
  const { accountId, region } = request
  const id = physicalName(request, 'clusterIdentifier')
  const hash = endpointHash(accountId, region)
  return created(request, id, {
    clusterIdentifier: id,
    arn: arns.regional(accountId, region, 'cluster', id),
    clusterResourceId: `cluster-${request.suffix(RESOURCE_ID_CHARACTERS, 'upper')}`,
    endpoint: endpoints.writer(id, hash, region),
    readerEndpoint: endpoints.reader(id, hash, region),
    hostedZoneId: ENDPOINT_ZONE_IDS[region],
    port: or(request, 'port', DEFAULT_PORT),
    engineVersionActual: request.inputs.engineVersion,
    engineMode: or(request, 'engineMode', 'provisioned'),
    engineLifecycleSupport: or(request, 'engineLifecycleSupport', 'open-source-rds-extended-support'),
    backupRetentionPeriod: or(request, 'backupRetentionPeriod', 1),
    storageEncrypted: or(request, 'storageEncrypted', false),
    storageType: or(request, 'storageType', ''),
    networkType: or(request, 'networkType', 'IPV4'),
    databaseInsightsMode: or(request, 'databaseInsightsMode', 'standard'),
    caCertificateIdentifier: or(request, 'caCertificateIdentifier', CERTIFICATE_AUTHORITY),
    vpcSecurityGroupIds: or(request, 'vpcSecurityGroupIds', []),
    clusterMembers: [],
    preferredBackupWindow: or(request, 'preferredBackupWindow', DEFAULT_BACKUP_WINDOW),
    preferredMaintenanceWindow: or(request, 'preferredMaintenanceWindow', DEFAULT_MAINTENANCE_WINDOW),
    iamRoles: or(request, 'iamRoles', []),
    masterUserSecrets: [],
  })
}

const clusterInstance: ResourceProvider = (request) => {
  const { accountId, region } = request
  const id = physicalName(request, 'identifier')
  return created(request, id, {
    identifier: id,
    arn: arns.regional(accountId, region, 'db', id),
    dbiResourceId: `db-${request.suffix(RESOURCE_ID_CHARACTERS, 'upper')}`,
    endpoint: endpoints.instance(id, endpointHash(accountId, region), region),
    port: DEFAULT_PORT,
    engineVersionActual: request.inputs.engineVersion,
    preferredMaintenanceWindow: or(request, 'preferredMaintenanceWindow', DEFAULT_MAINTENANCE_WINDOW),
    dbParameterGroupName: or(request, 'dbParameterGroupName', `default.aurora-postgresql${majorOf(request)}`),
    caCertIdentifier: or(request, 'caCertIdentifier', CERTIFICATE_AUTHORITY),
    networkType: 'IPV4',
    performanceInsightsEnabled: or(request, 'performanceInsightsEnabled', false),
    promotionTier: or(request, 'promotionTier', 0),
    publiclyAccessible: or(request, 'publiclyAccessible', false),
  })
}

const subnetGroup: ResourceProvider = (request) => {
  // RDS stores the names of subnet and parameter groups in lower case.
  const id = physicalName(request, 'name', 'namePrefix').toLowerCase()
  return created(request, id, {
    name: id,
    arn: arns.regional(request.accountId, request.region, 'subgrp', id),
    description: or(request, 'description', 'Managed by Pulumi'),
    supportedNetworkTypes: ['IPV4'],
  })
}

const parameterGroup =
  (kind: 'cluster-pg' | 'pg'): ResourceProvider =>
  (request) => {
    const id = physicalName(request, 'name', 'namePrefix').toLowerCase()
    return created(request, id, {
      name: id,
      arn: arns.regional(request.accountId, request.region, kind, id),
      description: or(request, 'description', 'Managed by Pulumi'),
    })
  }

/** What the AWS provider would return for each RDS resource: AWS values, never a port of this machine. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.globalCluster]: globalCluster,
  [TYPES.cluster]: cluster,
  [TYPES.clusterInstance]: clusterInstance,
  [TYPES.subnetGroup]: subnetGroup,
  [TYPES.clusterParameterGroup]: parameterGroup('cluster-pg'),
  [TYPES.parameterGroup]: parameterGroup('pg'),
}
