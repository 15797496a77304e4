import { keyUsesOf } from '@meridian/policy'
import { loadGraph, ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { type Deployer, rehearseDestroy, rehearseUp, rehearseUpdates, sharedNames } from '../src/index.ts'
import { schemaRefusals } from '../src/schema-refusals.ts'

const production = await loadGraph('production')
const poc = await loadGraph('poc')

type Values = Readonly<Record<string, unknown>>

/** Production with other values of the resources of one name. */
function changed(name: string, type: string, change: (values: Values) => Values): ResourceGraph {
  const mend = (node: ResourceNode) =>
    node.name === name && node.type === type
      ? { ...node, inputs: change(node.inputs), outputs: change(node.outputs) }
      : node
  return new ResourceGraph({ ...production.contents, nodes: production.nodes.map(mend) })
}

/** A policy without some actions, or without the statement of a Sid. */
function without(what: string) {
  return (values: Values) => {
    const document = JSON.parse(String(values.policy)) as { Statement: { Sid: string; Action: string[] }[] }
    const Statement = document.Statement.filter(({ Sid }) => Sid !== what).map((each) => ({
      ...each,
      Action: each.Action.filter((action) => action !== what),
    }))
    return { ...values, policy: JSON.stringify({ ...document, Statement }) }
  }
}

/** A key that only its account's root could use, and root allows nothing to anybody. */
function withoutStatements(node: ResourceNode): ResourceNode {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] })
  return { ...node, inputs: { ...node.inputs, policy }, outputs: { ...node.outputs, policy } }
}

const KEY = 'aws:kms/key:Key'
const POLICY = 'aws:iam/policy:Policy'

describe('a rehearsal of up', () => {
  it.each([
    ['poc', poc, 'person'],
    ['production', production, 'person'],
    ['production', production, 'pipeline'],
  ] as const)('of %s completes', (_stack, graph, deployer) => {
    const { steps, firstFailure, minutes, usdPerDay } = rehearseUp(graph, { deployer })
    expect(firstFailure).toBeUndefined()
    expect(steps.length).toBeGreaterThan(600)
    expect(minutes).toBeGreaterThan(15)
    expect(usdPerDay).toBeGreaterThan(10)
  })

  it('waits for the dependencies of a resource', () => {
    const { steps } = rehearseUp(production, { deployer: 'person' })
    const of = (name: string, type: string) =>
      steps.find((step) => step.name === name && step.type.endsWith(type))
    const cluster = of('database-use1', ':Cluster')
    const instance = of('database-use1-1', ':ClusterInstance')
    expect(instance?.readyAfterSeconds).toBeGreaterThan((cluster?.readyAfterSeconds ?? 0) + 500)
  })

  it.each<[string, ResourceGraph, Deployer, RegExp]>([
    [
      'Lambda’s key allows no grant',
      changed('use1-keys-logs', KEY, without('GrantToFunctions')),
      'person',
      /^AccessDeniedException: User: .* is not authorized to perform: kms:CreateGrant on resource: arn:aws:kms:us-east-1:.*no resource-based policy allows/,
    ],
    [
      'the trail may not decrypt',
      changed('use1-keys-logs', KEY, without('kms:Decrypt')),
      'person',
      /not authorized to perform: kms:Decrypt/,
    ],
    [
      'the pipeline may retire no grant',
      changed('deployment-apply-workloads', POLICY, without('kms:RetireGrant')),
      'pipeline',
      /^AccessDenied: User: .*role\/meridian-deployment-apply is not authorized to perform: kms:RetireGrant/,
    ],
    [
      'the pipeline may not call the function that it names',
      changed('deployment-apply-workloads', POLICY, without('lambda:InvokeFunction')),
      'pipeline',
      /not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:/,
    ],
    [
      'the pipeline may make no service-linked role',
      changed('deployment-apply', 'aws:iam/rolePolicy:RolePolicy', without('MakeRolesOfServices')),
      'pipeline',
      /not authorized to perform: iam:CreateServiceLinkedRole on resource: arn:aws:iam::.*aws-service-role/,
    ],
    [
      'a request is none that AWS takes',
      changed('use1-alb-frontend', 'aws:lb/targetGroup:TargetGroup', (values) => ({
        ...values,
        targetType: 'ips',
      })),
      'person',
      /^ValidationException: 1 validation error detected: Value 'ips' at 'TargetType'/,
    ],
    [
      'a key would be gone after three days',
      changed('use1-keys-logs', KEY, (values) => ({ ...values, deletionWindowInDays: 3 })),
      'person',
      /^Model validation failed \(AWS::KMS::Key #\/PendingWindowInDays: 3 expected minimum 7, actual 3\)/,
    ],
    [
      'a bucket’s name has a capital letter',
      changed('audit-bucket', 'aws:s3/bucket:Bucket', (values) => ({ ...values, bucket: 'Meridian-Audit' })),
      'person',
      /^Model validation failed \(AWS::S3::Bucket #\/BucketName: "Meridian-Audit" does not match pattern/,
    ],
  ])('stops where %s, with AWS’s error', (_title, graph, deployer, message) => {
    const { firstFailure } = rehearseUp(graph, { deployer })
    expect(firstFailure?.refusals[0]).toMatch(message)
  })

  it('refuses every user of a key whose policy allows nothing, each with its own action', () => {
    const closed = new ResourceGraph({
      ...production.contents,
      nodes: production.nodes.map((node) => (node.type === KEY ? withoutStatements(node) : node)),
    })
    const { steps } = rehearseUp(closed, { deployer: 'person' })
    const refusalsOf = new Map(steps.map(({ urn, refusals }) => [urn, refusals.join(' ')]))
    const users = Map.groupBy(keyUsesOf(production), ({ purpose }) => purpose)
    expect(users.size).toBeGreaterThan(12)
    for (const [purpose, uses] of users)
      for (const { node, actions } of uses) {
        expect(refusalsOf.get(node.urn), purpose).toMatch(/AccessDeniedException: .* is not authorized/)
        expect(refusalsOf.get(node.urn), purpose).toContain(actions[0])
      }
  })

  it.each([
    [
      'a member of a list',
      'edge-firewall',
      'aws:wafv2/webAcl:WebAcl',
      { rules: [{ name: 'one', statement: { rateBasedStatement: { limit: 5 } } }] },
      '#/Rules/0/Statement/RateBasedStatement/Limit: 5 expected minimum 10, actual 5',
    ],
    [
      'a task’s containers, which are JSON',
      'use1-services-frontend',
      'aws:ecs/taskDefinition:TaskDefinition',
      { containerDefinitions: JSON.stringify([{ portMappings: [{ protocol: 'icmp' }] }]) },
      '#/ContainerDefinitions/0/PortMappings/0/Protocol: "icmp" is not a valid enum value; one of tcp, udp',
    ],
    [
      'a structure that CloudFormation does not have',
      'use1-alb-frontend',
      'aws:lb/targetGroup:TargetGroup',
      { healthCheck: { interval: 4 } },
      '#/HealthCheckIntervalSeconds: 4 expected minimum 5, actual 4',
    ],
    [
      'what CloudFormation has a level deeper',
      'edge-distribution',
      'aws:cloudfront/distribution:Distribution',
      { restrictions: { geoRestriction: { restrictionType: 'denylist' } } },
      '#/DistributionConfig/Restrictions/GeoRestriction/RestrictionType: "denylist" is not a valid enum value',
    ],
  ])('reads CloudFormation’s schemas to any depth: %s', (_title, name, type, values, message) => {
    const planted = changed(name, type, (others) => ({ ...others, ...values }))
    const refusals = planted.ofType(type).flatMap(schemaRefusals)
    expect(refusals).toHaveLength(1)
    expect(refusals[0]).toContain(message)
  })

  it('stops at the first name that another stack in the account uses', () => {
    const { firstFailure } = rehearseUp(production, { deployer: 'person', beside: poc })
    expect(firstFailure?.refusals[0]).toMatch(/^AlreadyExists: .* is in use by the stack poc$/)
    expect(sharedNames(production, poc).length).toBeGreaterThan(100)
  })

  it('stops at the service whose tasks exceed the vCPU quota of a new account', () => {
    const grown = rehearseUp(
      changed('use1-services-marketing-api', 'aws:ecs/service:Service', (values) => ({
        ...values,
        desiredCount: 8,
      })),
      { deployer: 'person' },
    )
    expect(grown.firstFailure?.name).toBe('use1-services-marketing-api')
    expect(grown.firstFailure?.refusals).toEqual([
      'unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently (Fargate On-Demand vCPUs in us-east-1: 10 of 6 in a new account)',
    ])
  })

  it('stops at the sixth Elastic IP address of a region', () => {
    const [address] = production.ofType('aws:ec2/eip:Eip')
    if (!address) throw new Error('Production has no address of its own.')
    const more = Array.from({ length: 5 }, (_, index) => ({ ...address, urn: `${address.urn}-${index}` }))
    const { firstFailure } = rehearseUp(
      new ResourceGraph({ ...production.contents, nodes: [...production.nodes, ...more] }),
      { deployer: 'person' },
    )
    expect(firstFailure?.refusals[0]).toMatch(/^AddressLimitExceeded: .*6 of 5 in a new account/)
  })

  it('reports which quotas of a new account are too low', () => {
    const { quotas } = rehearseUp(production, { deployer: 'person' })
    const low = quotas.filter(({ needed, limit }) => needed > limit)
    expect(low.map(({ what, region }) => `${what} ${region}`)).toContain(
      'Fargate On-Demand vCPUs ap-northeast-2',
    )
  })
})

describe('a rehearsal of updates', () => {
  const changes = rehearseUpdates(production)
  const outcomesOf = (type: string, property: string) =>
    changes
      .filter((change) => change.type.endsWith(type) && change.property === property)
      .map(({ outcome }) => outcome)

  it.each([
    [':TargetGroup', 'port', ['deleted-first']],
    [':TargetGroup', 'healthCheck', ['updated']],
    [':LoadBalancer', 'name', ['made-first']],
    // The placeholder of the domain, where it comes back by mistake.
    ['route53/zone:Zone', 'name', ['refused']],
    ['rds/cluster:Cluster', 'clusterIdentifier', ['refused']],
    ['rds/cluster:Cluster', 'globalClusterIdentifier', ['ignored']],
    ['rds/cluster:Cluster', 'backupRetentionPeriod', ['updated']],
    ['ecs/service:Service', 'launchType', ['deleted-first']],
    ['ecs/service:Service', 'networkConfiguration', ['updated']],
    [':ClusterInstance', 'identifier', ['made-first']],
    [':Subnet', 'cidrBlock', ['made-first']],
    [':QueryLog', 'zoneId', ['unknown']],
  ])('knows the effect of changing %s %s', (type, property, outcomes) => {
    expect(outcomesOf(type, property).toSorted()).toEqual(outcomes)
  })

  it('covers every property in use, except for types that CloudFormation does not have', () => {
    const properties = new Set(
      production.nodes
        .filter(({ isComponent, type }) => !isComponent && type.startsWith('aws:'))
        .flatMap(({ type, inputs }) =>
          Object.entries(inputs).flatMap(([key, value]) => (value == null ? [] : [`${type} ${key}`])),
        ),
    )
    expect(new Set(changes.map(({ type, property }) => `${type} ${property}`))).toEqual(properties)
    const unknown = new Set(changes.filter(({ outcome }) => outcome === 'unknown').map(({ type }) => type))
    expect(unknown.size).toBeLessThan(22)
  })
})

describe('a rehearsal of destroy', () => {
  const obstacles = rehearseDestroy(production)

  it.each([
    [/InvalidParameterCombination: Cannot delete protected Cluster/, /deletionProtection false/],
    [/Backup vault cannot be deleted/, /delete-recovery-point/],
    [/KeySigningKeyInParentDSRecord/, /dnssec false/],
    [/RepositoryNotEmptyException/, /delete-repository/],
  ])('reports the obstacle %s', (message, firstDo) => {
    expect(obstacles).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(message),
        firstDo: expect.stringMatching(firstDo),
      }),
    )
  })
})
