import { Attributes } from '@meridian/resource-graph'
import { globalDatabases } from '../read/databases.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, missing, type Rule, violation } from '../rule.ts'

const LEAST_BACKUP_DAYS = 7
const RECOMMENDED_FLOOR_ACU = 8
const LEAST_INSTANCES = 2

/** What is lost by mistake can be restored, and failures raise an alarm. */
export const RECOVERY_RULES: readonly Rule[] = [
  defineRule({
    id: 'database-undeletable',
    severity: 'high',
    title: 'Databases have deletion protection',
    reason: 'Deleting a global database affects every region; protection requires a second, deliberate step.',
    source: 'Aurora User Guide, Deleting Aurora DB clusters and DB instances; Security Hub RDS.7',
    types: [TYPES.globalCluster, TYPES.database],
    nextStep: 'Set deletionProtection to true.',
    *check(graph) {
      for (const cluster of [...graph.ofType(TYPES.globalCluster), ...graph.ofType(TYPES.database)])
        if (!Attributes.of(cluster).boolean('deletionProtection'))
          yield violation(cluster, 'deletionProtection', false, 'true')
    },
  }),
  defineRule({
    id: 'load-balancer-undeletable',
    severity: 'medium',
    title: 'Load balancers have deletion protection',
    reason: 'A new one gets a new DNS name; health checks and aliases still use the old one.',
    source:
      'Elastic Load Balancing guide, Application Load Balancers, Deletion protection; Security Hub ELB.6',
    types: [TYPES.loadBalancer],
    nextStep: 'Set enableDeletionProtection to true.',
    *check(graph) {
      for (const balancer of graph.ofType(TYPES.loadBalancer))
        if (!Attributes.of(balancer).boolean('enableDeletionProtection'))
          yield violation(balancer, 'enableDeletionProtection', false, 'true')
    },
  }),
  defineRule({
    id: 'database-keeps-backups',
    severity: 'high',
    title: `Databases can be restored to any second of the last ${LEAST_BACKUP_DAYS} days`,
    reason: 'Replication copies mistakes to three regions within a second; only backups can undo them.',
    source:
      'Aurora User Guide, Overview of backing up and restoring an Aurora DB cluster; Security Hub RDS.11',
    types: [TYPES.database],
    nextStep: `Set backupRetentionPeriod to ${LEAST_BACKUP_DAYS} or more (35 at most).`,
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.database)) {
        const days = Attributes.of(cluster).number('backupRetentionPeriod', 1)
        if (days < LEAST_BACKUP_DAYS)
          yield violation(cluster, 'backupRetentionPeriod', days, `${LEAST_BACKUP_DAYS} or more`)
      }
    },
  }),
  defineRule({
    id: 'database-final-snapshot',
    severity: 'medium',
    title: 'Database deletion takes a snapshot',
    reason: 'Automated backups go with their cluster.',
    source: 'Aurora User Guide, Creating a final snapshot when you delete a DB cluster',
    types: [TYPES.database],
    nextStep: 'Set skipFinalSnapshot to false and set finalSnapshotIdentifier.',
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.database))
        if (Attributes.of(cluster).boolean('skipFinalSnapshot'))
          yield violation(cluster, 'skipFinalSnapshot', true, 'false')
    },
  }),
  defineRule({
    id: 'database-has-standby',
    severity: 'high',
    title: `Every member cluster has ${LEAST_INSTANCES} instances or more`,
    reason: 'With one instance, a zone failure or a patch takes the region’s database down.',
    source: 'Aurora User Guide, High availability for Amazon Aurora',
    types: [TYPES.database, TYPES.databaseInstance],
    nextStep: 'Add an instance in another zone, with promotion tier 0 or 1.',
    *check(graph) {
      for (const { cluster, instances } of globalDatabases(graph).flat())
        if (instances.length < LEAST_INSTANCES)
          yield violation(cluster, 'instances', String(instances.length), `${LEAST_INSTANCES} or more`)
    },
  }),
  defineRule({
    id: 'database-capacity-floor',
    severity: 'medium',
    title: `Global database members never scale below ${RECOMMENDED_FLOOR_ACU} ACU`,
    reason: 'AWS recommends this for the primary region, and any secondary can become the primary.',
    source:
      'Aurora User Guide, Performance and scaling for Aurora Serverless v2, choosing the minimum capacity',
    types: [TYPES.database],
    nextStep: `Set serverlessv2ScalingConfiguration.minCapacity to ${RECOMMENDED_FLOOR_ACU} in every member.`,
    *check(graph) {
      for (const { cluster, attributes } of globalDatabases(graph).flat()) {
        if (!attributes.has('serverlessv2ScalingConfiguration')) continue
        const floor = attributes.block('serverlessv2ScalingConfiguration').number('minCapacity', 0)
        // Zero is covered by another rule.
        if (floor > 0 && floor < RECOMMENDED_FLOOR_ACU)
          yield violation(
            cluster,
            'serverlessv2ScalingConfiguration.minCapacity',
            floor,
            `${RECOMMENDED_FLOOR_ACU} or more`,
          )
      }
    },
  }),
  defineRule({
    id: 'database-does-not-pause',
    severity: 'medium',
    title: 'No global database member enables auto-pause',
    reason: 'The primary’s writer and all secondary instances never pause; zero only lowers max_connections.',
    source:
      'Aurora User Guide, Scaling to zero ACUs with automatic pause and resume for Aurora Serverless v2',
    types: [TYPES.database],
    nextStep: 'Set minCapacity to 0.5 or more, and leave secondsUntilAutoPause out.',
    *check(graph) {
      for (const { cluster, attributes } of globalDatabases(graph).flat()) {
        if (!attributes.has('serverlessv2ScalingConfiguration')) continue
        const floor = attributes.block('serverlessv2ScalingConfiguration').number('minCapacity', 0)
        if (floor === 0)
          yield violation(cluster, 'serverlessv2ScalingConfiguration.minCapacity', floor, '0.5 or more')
      }
    },
  }),
  defineRule({
    id: 'backup-takes-databases',
    severity: 'high',
    title: 'Regions with a backup plan opt in to Aurora backups',
    reason: 'In a new account, Aurora is not opted in: the plan succeeds without backing it up.',
    source: 'AWS Backup Developer Guide, Getting started 1: Service Opt-in',
    types: [TYPES.backupPlan],
    nextStep:
      'Add aws.backup.RegionSettings with resourceTypeOptInPreference: { Aurora: true } to the region.',
    *check(graph) {
      const takes = new Set(
        graph
          .ofType(TYPES.backupOptIn)
          .filter((node) => Attributes.of(node).block('resourceTypeOptInPreference').boolean('Aurora'))
          .map(({ region }) => region),
      )
      for (const plan of graph.ofType(TYPES.backupPlan))
        if (!takes.has(plan.region))
          yield violation(plan, 'resourceTypeOptInPreference.Aurora', undefined, `true in ${plan.region}`)
    },
  }),
  defineRule({
    id: 'backups-in-a-vault',
    severity: 'medium',
    title: 'Backups are also kept in a separate vault',
    reason:
      'Anyone who can delete a cluster can delete its automated backups; a vault has separate controls.',
    source: 'AWS Backup Developer Guide, Creating a backup plan; Security Hub RDS.26',
    types: [TYPES.backupPlan],
    nextStep: 'Add an aws.backup.Plan with a copy action to a vault in another region or account.',
    *check(graph) {
      const plans = graph.ofType(TYPES.backupPlan)
      if (plans.length === 0)
        yield missing(graph, 'no backup plan', 'a plan that copies to another region or account')
      for (const plan of plans) {
        const copies = Attributes.of(plan)
          .blocks('rules')
          .flatMap((rule) => rule.blocks('copyActions'))
        if (copies.length === 0) yield violation(plan, 'rules[].copyActions', undefined, 'another vault')
      }
    },
  }),
  defineRule({
    id: 'alarm-reaches-somebody',
    severity: 'high',
    title: 'Every standalone alarm notifies someone',
    reason: 'An alarm without an action goes unnoticed unless the console is open.',
    source: 'CloudWatch User Guide, Using Amazon CloudWatch alarms; Security Hub CloudWatch.15',
    types: [TYPES.alarm],
    nextStep: 'Set alarmActions to the pager’s topic, or make the alarm part of a composite alarm.',
    *check(graph) {
      const rules = graph
        .ofType('aws:cloudwatch/compositeAlarm:CompositeAlarm')
        .map((node) => Attributes.of(node).text('alarmRule'))
      const checked = graph
        .ofType(TYPES.healthCheck)
        .map((node) => Attributes.of(node).text('cloudwatchAlarmName'))
      for (const alarm of graph.ofType(TYPES.alarm)) {
        const attributes = Attributes.of(alarm)
        const name = attributes.text('name', alarm.id)
        const isPart = checked.includes(name) || rules.some((rule) => rule.includes(name))
        if (attributes.texts('alarmActions').length === 0 && !isPart)
          yield violation(alarm, 'alarmActions', undefined, 'a topic that pages someone')
      }
    },
  }),
  defineRule({
    id: 'alarm-knows-silence',
    severity: 'medium',
    title: 'Every alarm sets treatMissingData',
    reason:
      'A region stops publishing lag once it is the writer: missing data is normal there, but not elsewhere.',
    source: 'CloudWatch User Guide, Configuring how CloudWatch alarms treat missing data',
    types: [TYPES.alarm],
    nextStep: 'Set treatMissingData to what missing data means here.',
    *check(graph) {
      for (const alarm of graph.ofType(TYPES.alarm)) {
        const treatment = Attributes.of(alarm).text('treatMissingData')
        if (treatment === '')
          yield violation(alarm, 'treatMissingData', treatment, 'breaching, notBreaching, ignore or missing')
      }
    },
  }),
  defineRule({
    id: 'spending-is-watched',
    severity: 'medium',
    title: 'Spending is tracked by a budget, not a billing alarm',
    reason: 'EstimatedCharges is a month-to-date total: an alarm on it cannot show daily spending.',
    source:
      'AWS Cost Management User Guide, Managing your costs with AWS Budgets; CloudWatch User Guide, billing alarm',
    types: [TYPES.budget, TYPES.alarm],
    nextStep: 'Add an aws.budgets.Budget with notifications.',
    *check(graph) {
      if (graph.ofType(TYPES.budget).length === 0)
        yield missing(graph, 'no budget', 'a monthly budget with notifications')
      for (const alarm of graph.ofType(TYPES.alarm))
        if (Attributes.of(alarm).text('metricName') === 'EstimatedCharges')
          yield violation(alarm, 'metricName', 'EstimatedCharges', 'a budget')
    },
  }),
]
