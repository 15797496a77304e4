import { describe, expect, it } from 'vitest'
import { type Registered, runProgram } from './run-program.ts'
import { STACKS } from './stack-file.ts'

describe.each(STACKS)('the global database of %s', async (stack) => {
  const run = await runProgram(stack)
  const clusters = run.ofType('aws:rds/cluster:Cluster')
  const instances = run.ofType('aws:rds/clusterInstance:ClusterInstance')
  const primary = run.named('aws:rds/cluster:Cluster', 'database-use1')
  const secondaries = clusters.filter((cluster) => cluster !== primary)

  it('has one member per region, equal in everything that a promotion does not carry over', () => {
    expect(clusters).toHaveLength(3)
    expect(new Set(clusters.map((cluster) => JSON.stringify(carriedByNobody(cluster)))).size).toBe(1)
    expect(new Set(parameterGroups().map(({ inputs }) => JSON.stringify(inputs.parameters))).size).toBe(1)
  })

  it('has equal instances in every member', () => {
    const shapes = clusters.map(({ inputs }) =>
      instances
        .filter((instance) => instance.inputs.clusterIdentifier === inputs.clusterIdentifier)
        .map(({ inputs }) => [inputs.instanceClass, inputs.promotionTier, inputs.performanceInsightsEnabled]),
    )
    expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1)
  })

  it('gives the login to the first primary only, and lets RDS manage no password', () => {
    expect(primary.inputs.masterUsername).toBe('meridian')
    expect(secondaries.filter(({ inputs }) => inputs.masterUsername || inputs.masterPassword)).toEqual([])
    expect(clusters.filter(({ inputs }) => inputs.manageMasterUserPassword)).toEqual([])
  })

  it('adds a secondary only after the primary has its instances', () => {
    const names = instances.filter(({ region }) => region === 'use1').map(({ name }) => name)
    for (const secondary of secondaries) expect(secondary.dependencies).toEqual(expect.arrayContaining(names))
  })

  it('encrypts each member with a key of its own region', () => {
    expect(clusters.map(({ inputs }) => inputs.kmsKeyId.split(':')[3]).sort()).toEqual([
      'ap-northeast-2',
      'us-east-1',
      'us-west-2',
    ])
  })

  it('stores the password that the cluster gets, and replicates it to every other region', () => {
    const stored = run.named('aws:secretsmanager/secretVersion:SecretVersion', 'database-secret-first')
    expect(JSON.parse(stored.inputs.secretString)).toEqual({ username: 'meridian', password: 'drawn-by-aws' })
    expect(primary.inputs.masterPassword).toBe('drawn-by-aws')
    const secret = run.named('aws:secretsmanager/secret:Secret', 'database-secret')
    expect(secret.inputs.replicas).toEqual(
      [
        ['us-west-2', 'usw2'],
        ['ap-northeast-2', 'apne2'],
      ].map(([region, code]) => ({
        region,
        kmsKeyId: `arn:aws:kms:${region}:000000000000:${code}-keys-data`,
      })),
    )
  })

  function parameterGroups(): readonly Registered[] {
    return run.ofType('aws:rds/clusterParameterGroup:ClusterParameterGroup')
  }
})

function carriedByNobody({ inputs }: Registered) {
  return [
    inputs.serverlessv2ScalingConfiguration,
    inputs.backupRetentionPeriod,
    inputs.deletionProtection,
    inputs.engine,
    inputs.engineVersion,
    inputs.enabledCloudwatchLogsExports,
    inputs.storageEncrypted,
    inputs.port,
  ]
}
