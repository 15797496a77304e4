import { allow, assumedByService, type PolicyDocument, policyDocument } from './policy-document.ts'

/** GuardDuty's severities range from 1 to 10; AWS calls 4 and above medium, 7 and above high. */
const MEDIUM = 4
const HIGH = 7

export type Audience = 'pager' | 'notices'

/**
 * EventBridge patterns for the findings of AWS's detectors, by audience.
 *
 * A pattern names all detectors; one that is off sends no events. Source: the event references of GuardDuty, Config and IAM
 * Access Analyzer.
 */
export const FINDINGS: Readonly<
  Record<Audience, { readonly description: string; readonly pattern: object }>
> = {
  pager: {
    description: 'Threats of high severity: somebody acts in this account now',
    pattern: {
      source: ['aws.guardduty'],
      'detail-type': ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', HIGH] }] },
    },
  },
  notices: {
    description: 'Lesser threats, broken rules, and what can be reached from outside',
    pattern: {
      source: ['aws.guardduty', 'aws.config', 'aws.access-analyzer'],
      'detail-type': ['GuardDuty Finding', 'Config Rules Compliance Change', 'Access Analyzer Finding'],
      detail: {
        $or: [
          { severity: [{ numeric: ['>=', MEDIUM, '<', HIGH] }] },
          { newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
          { status: ['ACTIVE'] },
        ],
      },
    },
  },
}

/**
 * Failures that no alarm detects: each goes to the notices topic of its region.
 *
 * Source: the event references of RDS, AWS Backup, ECS, AWS Health, Security Hub and Secrets Manager (whose events come through CloudTrail).
 */
export const FAILURES = {
  description:
    'Failed backups, deployments, rotations and databases, AWS Health, and findings of Security Hub',
  pattern: {
    $or: [
      {
        source: ['aws.rds'],
        'detail-type': ['RDS DB Cluster Event', 'RDS DB Instance Event'],
        detail: { EventCategories: ['failover', 'failure', 'low storage', 'maintenance', 'recovery'] },
      },
      {
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
        detail: { state: ['ABORTED', 'EXPIRED', 'FAILED'] },
      },
      {
        source: ['aws.ecs'],
        'detail-type': ['ECS Deployment State Change'],
        detail: { eventName: ['SERVICE_DEPLOYMENT_FAILED'] },
      },
      { source: ['aws.health'], 'detail-type': ['AWS Health Event'] },
      {
        source: ['aws.securityhub'],
        'detail-type': ['Security Hub Findings - Imported'],
        detail: {
          findings: {
            Compliance: { Status: ['FAILED'] },
            Severity: { Label: ['CRITICAL', 'HIGH'] },
            Workflow: { Status: ['NEW'] },
          },
        },
      },
      { source: ['aws.secretsmanager'], detail: { eventName: ['RotationAbandoned', 'RotationFailed'] } },
    ],
  },
} as const

/** Only rules of this account may assume the role. */
export function assumedByRules(accountId: string): PolicyDocument {
  return assumedByService('events.amazonaws.com', { StringEquals: { 'aws:SourceAccount': accountId } })
}

/** The role may publish to these encrypted topics and do nothing else. */
export function findingPolicy(topicArns: readonly string[], keyArns: readonly string[]): PolicyDocument {
  return policyDocument(
    allow('Tell', ['sns:Publish'], topicArns),
    allow('Encrypt', ['kms:Decrypt', 'kms:GenerateDataKey'], keyArns, {
      StringLike: { 'kms:ViaService': 'sns.*.amazonaws.com' },
    }),
  )
}
