import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { isDestructive, planSteps } from './plan-steps.ts'
import type { Actual } from './read-actual.ts'

const CLUSTER = 'aws:rds/cluster:Cluster'
const VIRGINIA = 'arn:aws:rds:us-east-1:000000000000:cluster:c1'
const OREGON = 'arn:aws:rds:us-west-2:000000000000:cluster:c2'

const inputs = {
  clusterIdentifier: 'c1',
  engine: 'aurora-postgresql',
  globalClusterIdentifier: 'g',
  databaseName: 'd',
}
const cluster = (given: Partial<ResourceNode> = {}) =>
  sampleNode({ type: CLUSTER, name: 'c', inputs, ...given })
const graph = (...nodes: ResourceNode[]) =>
  new ResourceGraph({ project: 'p', stack: 's', nodes, stackOutputs: {}, config: {} })

/** The only step for a cluster described as `wanted` and found as `found`. */
function stepFor(wanted: ResourceNode, found: Actual) {
  const { steps } = planSteps(graph(cluster()), graph(wanted), new Map([[wanted.urn, found]]))
  expect(steps.length).toBeLessThanOrEqual(1)
  return steps[0]
}

describe('planning an update', () => {
  it('plans no steps when everything matches the description', () => {
    expect(planSteps(graph(cluster()), graph(cluster()), new Map([[cluster().urn, { ...inputs }]]))).toEqual({
      steps: [],
      unchanged: 1,
    })
  })

  it('detaches a demoted primary whose replication source the program does not name', () => {
    const step = stepFor(cluster(), { ...inputs, replicationSourceIdentifier: OREGON })
    expect(step).toMatchObject({
      action: 'detach',
      changes: [{ property: 'replicationSourceIdentifier', from: OREGON, to: undefined }],
    })
  })

  it('does not change properties in ignoreChanges', () => {
    const ignoreChanges = ['replicationSourceIdentifier', 'databaseName']
    const found = { ...inputs, databaseName: undefined, replicationSourceIdentifier: OREGON }
    expect(stepFor(cluster({ ignoreChanges }), found)).toBeUndefined()
  })

  it.each([
    ['detach', 'a cluster that left its global cluster', { globalClusterIdentifier: undefined }],
    ['replace', 'a cluster of another database', { databaseName: 'other' }],
    ['update', 'a cluster that keeps backups for another time', { backupRetentionPeriod: 7 }],
  ])('plans to %s %s', (action, _what, found) => {
    const wanted = cluster({ inputs: { ...inputs, backupRetentionPeriod: 1 } })
    const before = { ...inputs, backupRetentionPeriod: 1 }
    const step = stepFor(wanted, { ...before, ...found })
    expect(step).toMatchObject({ action })
    expect(step && isDestructive(step)).toBe(action !== 'update')
  })

  it('keeps properties that the provider fills in by default', () => {
    expect(
      stepFor(cluster(), { ...inputs, kmsKeyId: 'arn:k', masterUsername: 'm', port: 5432 }),
    ).toBeUndefined()
  })

  it('treats reordered lists as equal, and false as unset', () => {
    const wanted = cluster({
      inputs: { ...inputs, vpcSecurityGroupIds: ['sg-1', 'sg-2'], deletionProtection: false },
    })
    expect(stepFor(wanted, { ...inputs, vpcSecurityGroupIds: ['sg-2', 'sg-1'] })).toBeUndefined()
  })

  it('creates resources that are new or were deleted outside, and deletes those no longer in the program', () => {
    const other = sampleNode({ type: CLUSTER, name: 'other', id: VIRGINIA })
    expect(planSteps(graph(), graph(cluster()), new Map()).steps).toMatchObject([{ action: 'create' }])
    expect(stepFor(cluster(), undefined)).toMatchObject({ action: 'create' })
    expect(planSteps(graph(cluster(), other), graph(cluster()), new Map())).toMatchObject({
      steps: [{ action: 'delete', name: 'other' }],
      unchanged: 1,
    })
  })

  it('compares resources that are never read back with the last description', () => {
    const table = (cidr: string) =>
      sampleNode({ type: 'aws:ec2/vpc:Vpc', name: 'v', inputs: { cidrBlock: cidr } })
    expect(
      planSteps(graph(table('10.0.0.0/16')), graph(table('10.9.0.0/16')), new Map()).steps,
    ).toMatchObject([
      { action: 'update', changes: [{ property: 'cidrBlock', from: '10.0.0.0/16', to: '10.9.0.0/16' }] },
    ])
  })
})
