import { describe, expect, it } from 'vitest'
import { register } from '../../../test/rds/fixture-program.ts'
import { endpointHash } from './model/naming.ts'
import { TYPES } from './resources.ts'

describe('resources', () => {
  it('give a global cluster an ARN without a region and the global writer endpoint', () => {
    const { id, outputs } = register(TYPES.globalCluster, 'global', 'us-east-1', {
      globalClusterIdentifier: 'meridian-global',
    })
    expect(id).toBe('meridian-global')
    expect(outputs.arn).toBe('arn:aws:rds::000000000000:global-cluster:meridian-global')
    expect(outputs.endpoint).toMatch(/^meridian-global\.global-[a-z0-9]{12}\.global\.rds\.amazonaws\.com$/)
    expect(outputs.globalClusterResourceId).toMatch(/^cluster-[0-9a-f]{16}$/)
  })

  it('give a cluster its writer and reader endpoints and the hosted zone of the region', () => {
    const { outputs } = register(TYPES.cluster, 'main', 'us-west-2', { clusterIdentifier: 'meridian-usw2' })
    const hash = endpointHash('000000000000', 'us-west-2')
    expect(hash).toMatch(/^c[a-z0-9]{11}$/)
    expect(outputs).toMatchObject({
      arn: 'arn:aws:rds:us-west-2:000000000000:cluster:meridian-usw2',
      endpoint: `meridian-usw2.cluster-${hash}.us-west-2.rds.amazonaws.com`,
      readerEndpoint: `meridian-usw2.cluster-ro-${hash}.us-west-2.rds.amazonaws.com`,
      hostedZoneId: 'Z1PVIF0B656C1W',
      port: 5432,
    })
    expect(outputs.clusterResourceId).toMatch(/^cluster-[A-Z0-9]{26}$/)
  })

  it('give an instance an endpoint with the hash of its account and region', () => {
    const { outputs } = register(TYPES.clusterInstance, 'first', 'us-west-2', {
      identifier: 'meridian-usw2-1',
    })
    const hash = endpointHash('000000000000', 'us-west-2')
    expect(outputs.endpoint).toBe(`meridian-usw2-1.${hash}.us-west-2.rds.amazonaws.com`)
    expect(outputs.arn).toBe('arn:aws:rds:us-west-2:000000000000:db:meridian-usw2-1')
    expect(outputs.dbiResourceId).toMatch(/^db-[A-Z0-9]{26}$/)
  })

  it.each([
    [{}, /^main-[0-9a-f]{7}$/],
    [{ namePrefix: 'Pre-' }, /^pre-[0-9a-f]{7}$/],
    [{ name: 'Given' }, /^given$/],
  ])('name a group by %o', (inputs, expected) => {
    expect(register(TYPES.subnetGroup, 'main', 'us-east-1', inputs).id).toMatch(expected)
    expect(register(TYPES.clusterParameterGroup, 'main', 'us-east-1', inputs).id).toMatch(expected)
  })
})
