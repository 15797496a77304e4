import { ResourceGraph } from '@meridian/resource-graph'
import { beganAsSecondary, globalDatabases } from '../src/read/databases.ts'
import { TYPES } from '../src/resource-types.ts'
import { changed, first, type GraphMistake } from './mistake.ts'

const containers = (text: unknown): Record<string, unknown>[] => JSON.parse(String(text))

/** Mistakes in one resource, or in one kind of resource. */
export const SINGLE_MISTAKES: readonly GraphMistake[] = [
  {
    mistake: 'the group of a database is opened to the world',
    caughtBy: 'group-closed-to-world',
    plant: (graph) => {
      const [group] = new Set(
        graph.ofType(TYPES.database).flatMap(({ inputs }) => inputs.vpcSecurityGroupIds),
      )
      const rule = first(
        graph,
        TYPES.securityIngress,
        (attributes) => attributes.text('securityGroupId') === String(group) && attributes.has('cidrIpv4'),
      )
      return changed(graph, rule, (values) => ({ ...values, cidrIpv4: '0.0.0.0/0' }))
    },
  },
  {
    mistake: 'the default geolocation record is deleted',
    caughtBy: 'geolocation-default',
    plant: (graph) => {
      const record = first(graph, TYPES.record, (attributes) =>
        attributes.blocks('geolocationRoutingPolicies').some((policy) => policy.text('country') === '*'),
      )
      return graph.without((node) => node === record)
    },
  },
  {
    mistake: 'an origin group gets a third member',
    caughtBy: 'origin-group-two-members',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.distribution), (values) => ({
        ...values,
        originGroups: (values.originGroups as Record<string, unknown>[]).map((group) => ({
          ...group,
          members: [...(group.members as unknown[]), { originId: 'third' }],
        })),
      })),
  },
  {
    mistake: 'one member may grow to half of what the others may',
    caughtBy: 'members-equal-capacity',
    plant: (graph) =>
      changed(graph, secondary(graph), (values) => {
        const scaling = values.serverlessv2ScalingConfiguration as { maxCapacity: number }
        return {
          ...values,
          serverlessv2ScalingConfiguration: { ...scaling, maxCapacity: scaling.maxCapacity / 2 },
        }
      }),
  },
  {
    mistake: 'a secondary is given a password',
    caughtBy: 'secondary-without-login',
    plant: (graph) =>
      changed(graph, secondary(graph), (values) => ({ ...values, masterPassword: '[secret]' })),
  },
  {
    mistake: 'a health check asks every 30 s',
    caughtBy: 'health-check-fast',
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.healthCheck, (attributes) => attributes.has('requestInterval')),
        (values) => ({ ...values, requestInterval: 30 }),
      ),
  },
  {
    mistake: 'an HTTPS listener names no security policy',
    caughtBy: 'listener-tls-policy',
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.listener, (attributes) => attributes.text('protocol') === 'HTTPS'),
        (values) => ({ ...values, sslPolicy: undefined }),
      ),
  },
  {
    mistake: 'a task’s role may do everything with secrets',
    caughtBy: 'policy-names-actions',
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.rolePolicy, (_, { name }) => name.includes('marketing-api')),
        (values) => {
          const document = JSON.parse(String(values.policy ?? '{"Statement":[]}'))
          const [statement, ...others] = document.Statement
          const broad = { ...statement, Action: [...[statement.Action].flat(), 'secretsmanager:*'] }
          return { ...values, policy: JSON.stringify({ ...document, Statement: [broad, ...others] }) }
        },
      ),
  },
  {
    mistake: 'the database’s secret loses its replicas',
    caughtBy: 'secret-in-every-region',
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.secret, (attributes) => attributes.blocks('replicas').length > 0),
        (values) => ({ ...values, replicas: [] }),
      ),
  },
  {
    mistake: 'a cluster is not encrypted',
    caughtBy: 'database-encrypted',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.database), (values) => ({ ...values, storageEncrypted: false })),
  },
  {
    mistake: 'writes are sent to an origin group',
    caughtBy: 'write-path-beside-origin-group',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.distribution), (values) => {
        const [group] = values.originGroups as { originId: string }[]
        const behaviors = values.orderedCacheBehaviors as { allowedMethods: string[] }[]
        return {
          ...values,
          orderedCacheBehaviors: behaviors.map((behavior) =>
            behavior.allowedMethods.includes('POST')
              ? { ...behavior, targetOriginId: group?.originId }
              : behavior,
          ),
        }
      }),
  },
  {
    mistake: 'two regions get one range of addresses',
    caughtBy: 'networks-do-not-overlap',
    plant: (graph) => {
      const [east, west] = graph.ofType(TYPES.vpc)
      if (!east || !west) throw new Error('The program has no two networks')
      const overlapping = String(west.inputs.cidrBlock).replace('/16', '/15')
      return changed(graph, east, (values) => ({ ...values, cidrBlock: overlapping }))
    },
  },
  {
    mistake: 'an area answers with one load balancer and no tree',
    caughtBy: 'geolocation-tree',
    plant: (graph) => {
      // The area's own region: the second origin leads elsewhere, as it should.
      const balancer = graph.ofType(TYPES.loadBalancer).find(({ region }) => region === 'us-east-1')
      const record = first(
        graph,
        TYPES.record,
        (attributes) => attributes.blocks('geolocationRoutingPolicies').length > 0,
      )
      const aliases = [{ name: balancer?.outputs.dnsName, evaluateTargetHealth: true }]
      return changed(graph, record, (values) => ({ ...values, aliases }))
    },
  },
  {
    mistake: 'a password stands in the environment of a container',
    caughtBy: 'no-secret-in-environment',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.taskDefinition), (values) => ({
        ...values,
        containerDefinitions: JSON.stringify(
          containers(values.containerDefinitions).map((definition) => ({
            ...definition,
            environment: [{ name: 'DATABASE_PASSWORD', value: 'swordfish' }],
          })),
        ),
      })),
  },
  {
    mistake: 'a container can write to its root file system',
    caughtBy: 'container-reads-only',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.taskDefinition), (values) => ({
        ...values,
        containerDefinitions: JSON.stringify(
          containers(values.containerDefinitions).map((definition) => ({
            ...definition,
            readonlyRootFilesystem: false,
          })),
        ),
      })),
  },
  {
    mistake: 'a database can be reached from the internet',
    caughtBy: 'database-not-public',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.databaseInstance), (values) => ({
        ...values,
        publiclyAccessible: true,
      })),
  },
  {
    mistake: 'AWS Backup is not told to take Aurora in one region',
    caughtBy: 'backup-takes-databases',
    only: 'production',
    plant: (graph) => {
      const optIn = first(graph, TYPES.backupOptIn)
      return graph.without((node) => node === optIn)
    },
  },
  {
    mistake: 'one member is a minor version behind',
    caughtBy: 'members-equal-version',
    plant: (graph) => changed(graph, secondary(graph), (values) => ({ ...values, engineVersion: '17.4' })),
  },
  {
    mistake: 'the program forgets to leave the roles of a member alone',
    caughtBy: 'members-keep-their-roles',
    plant: (graph) => {
      const cluster = secondary(graph)
      const nodes = graph.nodes.map((node) => (node === cluster ? { ...node, ignoreChanges: [] } : node))
      return new ResourceGraph({ ...graph.contents, nodes })
    },
  },
]

function secondary(graph: ResourceGraph) {
  const member = globalDatabases(graph).flat().find(beganAsSecondary)
  if (!member) throw new Error('The program has no secondary to plant this mistake in')
  return member.cluster
}
