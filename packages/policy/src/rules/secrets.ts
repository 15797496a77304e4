import { Attributes } from '@meridian/resource-graph'
import { containersOf } from '../read/containers.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

const LONGEST_ROTATION_DAYS = 90
const SHORTEST_RECOVERY_DAYS = 7
const SIGNATURE_METRICS = ['DNSSECInternalFailure', 'DNSSECKeySigningKeysNeedingAction']
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS?|PRIVATE_KEY|API_KEY|ACCESS_KEY)(_|$)/i

/** Keys and secrets are rotated automatically and stored where secrets belong. */
export const SECRET_RULES: readonly Rule[] = [
  defineRule({
    id: 'key-rotates',
    severity: 'medium',
    title: 'Customer managed keys rotate every year',
    reason: 'Rotation limits how much data one compromised key exposes.',
    source: 'AWS KMS Developer Guide, Rotate AWS KMS keys; Security Hub KMS.4',
    types: [TYPES.key],
    nextStep: 'Set enableKeyRotation to true.',
    *check(graph) {
      for (const key of graph.ofType(TYPES.key)) {
        const attributes = Attributes.of(key)
        // AWS rotates symmetric keys only; the key that signs a zone is rotated by its owner.
        if (attributes.text('customerMasterKeySpec', 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT') continue
        if (!attributes.boolean('enableKeyRotation')) yield violation(key, 'enableKeyRotation', false, 'true')
      }
    },
  }),
  defineRule({
    id: 'key-deletion-waits',
    severity: 'high',
    title: 'Key deletion can be cancelled for 30 days',
    reason: 'Deleting a key makes its snapshots unreadable, and its clusters unrecoverable.',
    source: 'AWS KMS Developer Guide, Delete an AWS KMS key; Aurora User Guide, Viewing DB cluster status',
    types: [TYPES.key],
    nextStep: 'Set deletionWindowInDays to 30.',
    *check(graph) {
      for (const key of graph.ofType(TYPES.key)) {
        // AWS's default is 30 days.
        const days = Attributes.of(key).number('deletionWindowInDays', 30)
        if (days < 30) yield violation(key, 'deletionWindowInDays', days, '30')
      }
    },
  }),
  defineRule({
    id: 'secret-rotates',
    severity: 'high',
    title: `Secrets are rotated at least every ${LONGEST_ROTATION_DAYS} days`,
    reason: 'RDS cannot manage a global database’s password, so the program must rotate it.',
    source:
      'Secrets Manager User Guide, Rotate AWS Secrets Manager secrets; Security Hub SecretsManager.1 and .4',
    types: [TYPES.secret, TYPES.secretRotation],
    nextStep: 'Add an aws.secretsmanager.SecretRotation with automaticallyAfterDays or a schedule.',
    *check(graph) {
      for (const secret of graph.ofType(TYPES.secret)) {
        const rotation = graph
          .ofType(TYPES.secretRotation)
          .find((node) => Attributes.of(node).text('secretId') === secret.id)
        if (!rotation) {
          yield violation(secret, 'rotation', undefined, `at least every ${LONGEST_ROTATION_DAYS} days`)
          continue
        }
        const rules = Attributes.of(rotation).block('rotationRules')
        const days = rules.number('automaticallyAfterDays', rateInDays(rules.text('scheduleExpression')))
        if (days > LONGEST_ROTATION_DAYS)
          yield violation(rotation, 'rotationRules', `${days} days`, `${LONGEST_ROTATION_DAYS} days or fewer`)
      }
    },
  }),
  defineRule({
    id: 'secret-recoverable',
    severity: 'medium',
    title: 'A deleted secret can be restored for a week or more',
    reason: 'Without a recovery window, one wrong command breaks every service’s login.',
    source: 'Secrets Manager User Guide, Delete an AWS Secrets Manager secret',
    types: [TYPES.secret],
    nextStep: 'Set recoveryWindowInDays to 7 or more.',
    *check(graph) {
      for (const secret of graph.ofType(TYPES.secret)) {
        // Secrets Manager's default is 30 days.
        const days = Attributes.of(secret).number('recoveryWindowInDays', 30)
        if (days < SHORTEST_RECOVERY_DAYS)
          yield violation(secret, 'recoveryWindowInDays', days, `${SHORTEST_RECOVERY_DAYS} or more`)
      }
    },
  }),
  defineRule({
    id: 'no-secret-in-environment',
    severity: 'critical',
    title: 'Containers get secrets by ARN, not by value',
    reason: 'Anyone with read access to the account can see values in a task definition.',
    source: 'ECS Developer Guide, Pass sensitive data to an Amazon ECS container; Security Hub ECS.8',
    types: [TYPES.taskDefinition],
    nextStep: 'Move it to Secrets Manager and reference it in the container’s secrets.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph))
        for (const variable of definition.blocks('environment')) {
          const [name, value] = [variable.text('name'), variable.text('value')]
          // A secret's name or ARN is not secret.
          if (SECRET_NAME.test(name) && value !== '' && !value.startsWith('arn:'))
            yield violation(task, path(`environment[${name}]`), 'a value', 'a secrets entry')
        }
    },
  }),
  defineRule({
    id: 'zone-signed',
    severity: 'medium',
    title: 'The public zone is signed with DNSSEC',
    reason: 'DNS decides which region visitors reach; without DNSSEC, answers can be forged.',
    source: 'Route 53 Developer Guide, Configuring DNSSEC signing in Amazon Route 53',
    types: [TYPES.zone, TYPES.dnssec],
    nextStep: 'Add a key-signing key and an aws.route53.HostedZoneDnsSec for the zone.',
    *check(graph) {
      const signed = graph
        .ofType(TYPES.dnssec)
        .map(Attributes.of)
        .filter((dnssec) => dnssec.text('signingStatus', 'SIGNING') === 'SIGNING')
        .map((dnssec) => dnssec.text('hostedZoneId'))
      for (const zone of graph.ofType(TYPES.zone)) {
        const isPrivate = Attributes.of(zone).blocks('vpcs').length > 0
        if (!isPrivate && !signed.includes(zone.id)) yield violation(zone, 'dnssec', 'NOT_SIGNING', 'SIGNING')
      }
    },
  }),
  defineRule({
    id: 'zone-signature-watched',
    severity: 'high',
    title: 'A signed zone has alarms on DNSSEC errors',
    reason: 'If Route 53 loses access to the key, validating resolvers soon fail to resolve the domain.',
    source:
      'Route 53 Developer Guide, Configuring DNSSEC signing in Amazon Route 53, and Monitoring hosted zones using Amazon CloudWatch',
    types: [TYPES.dnssec, TYPES.alarm],
    nextStep: 'Add an alarm on the AWS/Route53 metric with the zone’s HostedZoneId, in us-east-1.',
    *check(graph) {
      const alarms = graph.ofType(TYPES.alarm).map(Attributes.of)
      for (const signing of graph.ofType(TYPES.dnssec)) {
        const zone = Attributes.of(signing).text('hostedZoneId')
        const watched = alarms
          .filter((alarm) => alarm.block('dimensions').text('HostedZoneId') === zone)
          .map((alarm) => alarm.text('metricName'))
        for (const metric of SIGNATURE_METRICS)
          if (!watched.includes(metric)) yield violation(signing, metric, 'no alarm', 'an alarm')
      }
    },
  }),
]

/** `rate(30 days)`; other schedules are not interpreted. */
function rateInDays(schedule: string): number {
  const match = /^rate\((\d+) days?\)$/.exec(schedule)
  return match ? Number(match[1]) : schedule === '' ? Number.POSITIVE_INFINITY : 0
}
