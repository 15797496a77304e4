import { price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, GOLDENS, MEMORY, OFFER_KR, thirdParty } from './sources.ts'

const HUB = thirdParty('aws-gcr-wwso-security.gitbook.io, cost of continuous detection')
const GUARDDUTY = thirdParty('factualminds.com, Amazon GuardDuty pricing, of 13 Jun 2026')

export const SECURITY = {
  'kms-key': price('KMS', 'each-month', us(1, GOLDENS), seoul(1, AS_IN_US)),
  'kms-request': price('KMS', 'ten thousand', us(0.03, GOLDENS), seoul(0.03, AS_IN_US)),
  secret: price('Secrets Manager', 'each-month', us(0.4, GOLDENS), seoul(0.4, OFFER_KR)),
  'secret-request': price('Secrets Manager', 'ten thousand', us(0.05, GOLDENS), seoul(0.05, AS_IN_US)),
  'guardduty-event': price('GuardDuty', 'million', us(4, GUARDDUTY), seoul(4, AS_IN_US)),
  'guardduty-flow-gb': price('GuardDuty', 'GB', us(1, GUARDDUTY), seoul(1, AS_IN_US)),
  'guardduty-database-acu': price('GuardDuty', 'ACU-month', us(0.25, MEMORY), seoul(0.25, MEMORY)),
  'security-check': price('Security Hub', 'each', us(0.001, HUB), seoul(0.001, AS_IN_US)),
  'config-item': price('Config', 'each', us(0.003, GOLDENS), seoul(0.003, AS_IN_US)),
  'config-evaluation': price('Config', 'each', us(0.001, GOLDENS), seoul(0.001, AS_IN_US)),
  /** The first copy of management events is free. */
  'trail-management-copy': price('CloudTrail', 'hundred thousand', us(2, GOLDENS), seoul(2, AS_IN_US)),
  'trail-data-event': price('CloudTrail', 'hundred thousand', us(0.1, GOLDENS), seoul(0.1, AS_IN_US)),
  'trail-insight': price('CloudTrail', 'hundred thousand', us(0.35, GOLDENS), seoul(0.35, AS_IN_US)),
  'access-analyzer-unused': price('IAM Access Analyzer', 'each-month', us(0.2, MEMORY), seoul(0.2, MEMORY)),
}
