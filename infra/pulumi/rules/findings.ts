import { allow, assumedByService, type PolicyDocument, policyDocument } from './policy-document.ts'

/** GuardDuty counts from 1 to 10; AWS calls 4 and above medium, 7 and above high. */
const MEDIUM = 4
const HIGH = 7

export type Audience = 'pager' | 'notices'

/**
 * Patterns of EventBridge for what AWS's own watchers find, by who is told.
 *
 * A pattern names all watchers; one that is off sends no events. Source: the event references of GuardDuty, Config and IAM
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

/** Rules of this account alone may carry messages. */
export function assumedByRules(accountId: string): PolicyDocument {
  return assumedByService('events.amazonaws.com', { StringEquals: { 'aws:SourceAccount': accountId } })
}

/** What carries a finding may publish to these topics, which are encrypted, and nothing else. */
export function findingPolicy(topicArns: readonly string[], keyArns: readonly string[]): PolicyDocument {
  return policyDocument(
    allow('Tell', ['sns:Publish'], topicArns),
    allow('Encrypt', ['kms:Decrypt', 'kms:GenerateDataKey'], keyArns, {
      StringLike: { 'kms:ViaService': 'sns.*.amazonaws.com' },
    }),
  )
}
