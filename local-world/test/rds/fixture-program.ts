import { createHash } from 'node:crypto'
import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import { clusterId, GLOBAL_CLUSTER_ID, instanceId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { ResourceProvider } from '../../src/kernel/resource-provider.ts'
import { LOCAL_ACCOUNT_ID } from '../../src/kernel/resource-provider.ts'
import { resources, TYPES } from '../../src/modules/rds/resources.ts'

export type Inputs = Readonly<Record<string, unknown>>

export const MASTER = { username: 'meridian', password: 'a-password-for-tests' }
const SUBNET_TYPE = 'aws:ec2/subnet:Subnet'
const ALPHABETS = {
  hex: '0123456789abcdef',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJ0123',
}
const subnetProvider: ResourceProvider = ({ name }) => ({ id: `subnet-${name}`, outputs: {} })

/** Registers resources as the engine would: the providers return ids and outputs. */
export function register(type: string, name: string, region: RegionId, inputs: Inputs): ResourceNode {
  const provider = type === SUBNET_TYPE ? subnetProvider : resources[type]
  if (!provider) throw new Error(`No provider for ${type}`)
  const urn = `urn:pulumi:test::meridian::${type}::${name}`
  const digest = createHash('sha512').update(urn).digest()
  const suffix = (length: number, alphabet: keyof typeof ALPHABETS = 'hex') =>
    [...digest.subarray(0, length)]
      .map((byte) => ALPHABETS[alphabet][byte % ALPHABETS[alphabet].length])
      .join('')
  const created = provider({ type, name, inputs, region, accountId: LOCAL_ACCOUNT_ID, suffix })
  return sampleNode({
    urn,
    type,
    name,
    id: created.id,
    region,
    inputs,
    outputs: { ...inputs, ...created.outputs },
    source: { file: 'infra/pulumi/index.ts', line: 12 },
  })
}

export interface FixtureOptions {
  readonly regions?: readonly RegionId[]
  readonly instancesPerCluster?: number
  readonly parameters?: Readonly<Record<string, string>>
  /** Changes the inputs of resources by name; `undefined` removes one. */
  readonly change?: Readonly<Record<string, Inputs>>
}

/** The global database as in the real program: one encrypted cluster per region, two zones each. */
export function fixtureGraph(options: FixtureOptions = {}): ResourceGraph {
  const { regions = REGION_IDS, instancesPerCluster = 1 } = options
  const [primary] = regions
  const nodes: ResourceNode[] = []
  const add = (type: string, name: string, region: RegionId, inputs: Inputs) => {
    const changed = { ...inputs, ...options.change?.[name] }
    const node = register(type, name, region, dropUndefined(changed))
    nodes.push(node)
    return node
  }
  add(TYPES.globalCluster, 'global', 'us-east-1', {
    globalClusterIdentifier: GLOBAL_CLUSTER_ID,
    engine: 'aurora-postgresql',
    engineVersion: '17.7',
    storageEncrypted: true,
  })
  for (const region of regions) addRegion(region)
  return new ResourceGraph({ project: 'meridian', stack: 'test', nodes, stackOutputs: {}, config: {} })

  function addRegion(region: RegionId): void {
    const zones = ['a', 'b'].map((letter) => `${region}${letter}`)
    for (const zone of zones) add(SUBNET_TYPE, zone, region, { availabilityZone: zone })
    const subnets = add(TYPES.subnetGroup, `${region}-subnets`, region, {
      subnetIds: zones.map((zone) => `subnet-${zone}`),
    })
    const group = add(TYPES.clusterParameterGroup, `${region}-parameters`, region, {
      family: 'aurora-postgresql17',
      parameters: Object.entries(options.parameters ?? {}).map(([name, value]) => ({ name, value })),
    })
    add(TYPES.cluster, `${region}-cluster`, region, {
      clusterIdentifier: clusterId(region),
      globalClusterIdentifier: GLOBAL_CLUSTER_ID,
      engine: 'aurora-postgresql',
      engineVersion: '17.7',
      storageEncrypted: true,
      ...(region === primary && {
        databaseName: 'marketing',
        masterUsername: MASTER.username,
        masterPassword: MASTER.password,
      }),
      serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 4 },
      dbSubnetGroupName: subnets.id,
      dbClusterParameterGroupName: group.id,
      vpcSecurityGroupIds: [`sg-${region}`],
      kmsKeyId: `arn:aws:kms:${region}:${LOCAL_ACCOUNT_ID}:key/1`,
    })
    for (let index = 1; index <= instancesPerCluster; index++)
      add(TYPES.clusterInstance, `${region}-instance-${index}`, region, {
        identifier: instanceId(region, index),
        clusterIdentifier: clusterId(region),
        engine: 'aurora-postgresql',
        engineVersion: '17.7',
        instanceClass: 'db.serverless',
      })
  }
}

function dropUndefined(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined))
}
