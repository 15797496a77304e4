import type { ResourceGraph } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { beganAsSecondary, differing, globalDatabases, type Member, parametersOf } from '../read/databases.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, type Violation, violation } from '../rule.ts'

/** Changed by a switchover, a failover or a rotation: running the program again must not move them back. */
const ROLE_PROPERTIES = ['globalClusterIdentifier', 'masterPassword', 'replicationSourceIdentifier']

/** Oldest minor version of each major in standard support that all three regions accept in a global database. */
const OLDEST_MINOR: Readonly<Record<string, number>> = { 15: 2, 16: 1, 17: 4, 18: 3 }
/** Burstable classes are refused in a global database. */
const GLOBAL_CLASS = /^db\.(serverless|[rx]\d\w*\.\w+)$/

/** Any member of the global database can be the writer tomorrow. */
export const MEMBER_RULES: readonly Rule[] = [
  defineRule({
    id: 'members-equal-capacity',
    severity: 'critical',
    title: 'All global database members have one capacity range',
    reason: 'Limits are not inherited on promotion: a smaller secondary cannot carry the primary’s load.',
    source: 'Aurora User Guide, Using switchover or failover in Amazon Aurora Global Database',
    types: [TYPES.database],
    nextStep: 'Set every member’s minimum and maximum from one setting.',
    check: (graph) =>
      unequal(graph, 'serverlessv2ScalingConfiguration', ({ attributes }) => {
        const scaling = attributes.block('serverlessv2ScalingConfiguration')
        return `${scaling.text('minCapacity', 'none')} to ${scaling.text('maxCapacity', 'none')} ACU`
      }),
  }),
  defineRule({
    id: 'members-equal-version',
    severity: 'critical',
    title: 'All global database members run one engine version',
    reason: 'Aurora refuses a switchover between different versions, just when it is needed.',
    source: 'Aurora User Guide, Patch level compatibility for managed cross-Region switchovers and failovers',
    types: [TYPES.database],
    nextStep: 'Give all members one engineVersion; upgrade through the global cluster.',
    check: (graph) =>
      unequal(graph, 'engineVersion', ({ attributes }) =>
        [attributes.text('engine'), attributes.text('engineVersion')].join(' '),
      ),
  }),
  defineRule({
    id: 'members-equal-instances',
    severity: 'high',
    title: 'All global database members have the same instances',
    reason: 'After a failover, the new primary has only the instances already created there.',
    source: 'Aurora User Guide, Using switchover or failover in Amazon Aurora Global Database',
    types: [TYPES.database, TYPES.databaseInstance],
    nextStep: 'Create the same instances in every region.',
    check: (graph) =>
      unequal(graph, 'instances', ({ instances }) =>
        instances
          .map((instance) => Attributes.of(instance).text('instanceClass'))
          .sort()
          .join(', '),
      ),
  }),
  defineRule({
    id: 'members-equal-parameters',
    severity: 'high',
    title: 'All members of a global database have the same parameters',
    reason: 'Parameter groups belong to a region and are not inherited at promotion.',
    source: 'Aurora User Guide, Using switchover or failover in Amazon Aurora Global Database',
    types: [TYPES.database, TYPES.clusterParameters],
    nextStep: 'Make every region’s parameter group from one list.',
    check: (graph) =>
      unequal(graph, 'dbClusterParameterGroupName', ({ cluster }) =>
        parametersOf(graph, cluster)
          .map((parameter) => `${parameter.text('name')}=${parameter.text('value')}`)
          .sort()
          .join(', '),
      ),
  }),
  defineRule({
    id: 'members-equal-backups',
    severity: 'medium',
    title: 'All global database members use one backup retention',
    reason: 'After a failover, only the new primary’s own backups stay current.',
    source: 'Aurora User Guide, Recovering an Amazon Aurora global database from an unplanned outage',
    types: [TYPES.database],
    nextStep: 'Give all members one backupRetentionPeriod.',
    check: (graph) =>
      unequal(
        graph,
        'backupRetentionPeriod',
        ({ attributes }) => `${attributes.text('backupRetentionPeriod', '1')} days`,
      ),
  }),
  defineRule({
    id: 'member-identifiers-unique',
    severity: 'critical',
    title: 'Cluster and instance identifiers are unique across regions',
    reason: 'A global database refuses duplicate member names, and same-named instances get confused.',
    source: 'Aurora User Guide, Limitations of Amazon Aurora Global Database',
    types: [TYPES.database, TYPES.databaseInstance],
    nextStep: 'Include the region code in the identifier.',
    *check(graph) {
      const named = [
        ...graph.ofType(TYPES.database).map((node) => ({ node, property: 'clusterIdentifier' })),
        ...graph.ofType(TYPES.databaseInstance).map((node) => ({ node, property: 'identifier' })),
      ]
      const seen = new Set<string>()
      for (const { node, property } of named) {
        const identifier = `${property} ${Attributes.of(node).text(property, node.id)}`
        if (seen.has(identifier))
          yield violation(node, property, identifier.split(' ')[1], 'a name unique across regions')
        seen.add(identifier)
      }
    },
  }),
  defineRule({
    id: 'secondary-without-login',
    severity: 'critical',
    title: 'Secondary clusters are created without their own login',
    reason: 'The login is replicated; RDS refuses a secondary that sets one.',
    source: 'Aurora User Guide, Adding an AWS Region to an Amazon Aurora global database',
    types: [TYPES.database],
    nextStep: 'Leave masterUsername and masterPassword out of all members but the first.',
    *check(graph) {
      for (const { cluster, attributes } of globalDatabases(graph).flat().filter(beganAsSecondary)) {
        // AWS reports the replicated name as an output; only an input is a mistake.
        const given = [
          ...(cluster.inputs.masterUsername === undefined ? [] : ['masterUsername']),
          ...['masterPassword', 'masterPasswordWo'].filter((property) => attributes.has(property)),
        ]
        if (given.length > 0) yield violation(cluster, given.join(', '), 'given', 'absent')
      }
    },
  }),
  defineRule({
    id: 'password-not-managed-by-rds',
    severity: 'critical',
    title: 'No member lets RDS manage its password',
    reason: 'Secrets Manager integration does not support global databases; the deployment would be refused.',
    source: 'Aurora User Guide, Password management with Amazon Aurora and AWS Secrets Manager, limitations',
    types: [TYPES.database],
    nextStep: 'Use your own secret, with replicas and rotation.',
    *check(graph) {
      for (const { cluster, attributes } of globalDatabases(graph).flat())
        if (attributes.boolean('manageMasterUserPassword'))
          yield violation(cluster, 'manageMasterUserPassword', true, 'absent')
    },
  }),
  defineRule({
    id: 'members-keep-their-roles',
    severity: 'critical',
    title: 'Running the program again does not change member roles',
    reason:
      'After a failover, the program’s primary is out of date; without this, `pulumi up` replaces clusters.',
    source:
      'Pulumi documentation, ignoreChanges; Terraform AWS provider documentation, aws_rds_global_cluster',
    types: [TYPES.database],
    nextStep: `Add ${ROLE_PROPERTIES.join(', ')} to the cluster’s ignoreChanges.`,
    *check(graph) {
      for (const { cluster } of globalDatabases(graph).flat()) {
        const absent = ROLE_PROPERTIES.filter((property) => !cluster.ignoreChanges.includes(property))
        if (absent.length > 0)
          yield violation(
            cluster,
            'ignoreChanges',
            `without ${absent.join(', ')}`,
            ROLE_PROPERTIES.join(', '),
          )
      }
    },
  }),
  defineRule({
    id: 'member-version-fits',
    severity: 'high',
    title: 'Members run a global database engine version in standard support',
    reason: 'Older versions are refused in some regions, or incur hourly extended support charges.',
    source:
      'Aurora release notes, release calendar; Aurora User Guide, Supported Regions and DB engines for global databases',
    types: [TYPES.database],
    nextStep: 'Use a long-term support version that is in standard support, such as 17.7.',
    *check(graph) {
      for (const { cluster, attributes } of globalDatabases(graph).flat()) {
        const version = attributes.text('engineVersion')
        const [major = '', minor = ''] = version.split('.')
        if (Number(minor) >= (OLDEST_MINOR[major] ?? Number.POSITIVE_INFINITY)) continue
        const wanted = Object.entries(OLDEST_MINOR).map(([each, oldest]) => `${each}.${oldest}`)
        yield violation(cluster, 'engineVersion', version, `${wanted.join(', ')} or newer`)
      }
    },
  }),
  defineRule({
    id: 'member-class-fits',
    severity: 'high',
    title: 'Members use instance classes that global databases support',
    reason: 'Burstable classes are refused, and could run out of credits during a failover.',
    source: 'Aurora User Guide, Configuration requirements of an Amazon Aurora global database',
    types: [TYPES.databaseInstance],
    nextStep: 'Use db.serverless or a memory-optimised class such as db.r7g.large.',
    *check(graph) {
      for (const instance of globalDatabases(graph).flatMap((members) =>
        members.flatMap(({ instances }) => instances),
      )) {
        const instanceClass = Attributes.of(instance).text('instanceClass')
        if (!GLOBAL_CLASS.test(instanceClass))
          yield violation(instance, 'instanceClass', instanceClass, 'db.serverless, db.r… or db.x…')
      }
    },
  }),
]

function* unequal(
  graph: ResourceGraph,
  property: string,
  read: (member: Member) => string,
): Iterable<Violation> {
  for (const members of globalDatabases(graph))
    for (const { member, seen, wanted } of differing(members, read))
      yield violation(member.cluster, property, seen, `${wanted}, as ${members[0]?.cluster.name} has`)
}
