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
    reason: 'What is encrypted with one key for many years is lost with it for many years.',
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
    title: 'A key that is deleted can be brought back for a month',
    reason:
      'With the key goes every snapshot under it, and a cluster that loses its key cannot be recovered.',
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
    reason:
      'RDS cannot manage the password of a global database, so nothing rotates it unless the program does.',
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
          yield violation(secret, 'rotation', undefined, `every ${LONGEST_ROTATION_DAYS} days or more often`)
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
    reason: 'Without a recovery window one wrong command takes the login of every service at once.',
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
    title: 'Containers get secrets by ARN and not by value',
    reason: 'Environment values stand in the task definition, which every reader of the account can see.',
    source: 'ECS Developer Guide, Pass sensitive data to an Amazon ECS container; Security Hub ECS.8',
    types: [TYPES.taskDefinition],
    nextStep: 'Move the value to Secrets Manager and name it in the container’s secrets.',
    *check(graph) {
      for (const { task, definition, path } of containersOf(graph))
        for (const variable of definition.blocks('environment')) {
          const [name, value] = [variable.text('name'), variable.text('value')]
          // A secret's name or ARN is not secret.
          if (SECRET_NAME.test(name) && value !== '' && !value.startsWith('arn:'))
            yield violation(task, path(`environment[${name}]`), 'a value', 'an entry of secrets')
        }
    },
  }),
  defineRule({
    id: 'zone-signed',
    severity: 'medium',
    title: 'The public zone is signed with DNSSEC',
    reason: 'The zone decides which region a visitor reaches; unsigned, a forged answer decides it.',
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
    title: 'A signed zone has alarms over its signature',
    reason:
      'A key that Route 53 may no longer use takes the domain, some days later, from everybody who validates.',
    source:
      'Route 53 Developer Guide, Configuring DNSSEC signing in Amazon Route 53, and Monitoring hosted zones using Amazon CloudWatch',
    types: [TYPES.dnssec, TYPES.alarm],
    nextStep: 'Add an alarm on the metric of AWS/Route53 with the zone’s HostedZoneId, in us-east-1.',
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
