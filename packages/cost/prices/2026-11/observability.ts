import { price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, awsPage, GOLDENS, MEMORY, OFFER_KR, thirdParty } from './sources.ts'

const CANARIES = thirdParty('thomasstep.com and blog.mattsbit.co.uk (2023), who quote the CloudWatch page')

export const OBSERVABILITY = {
  'logs-ingest': price('CloudWatch', 'GB', us(0.5, GOLDENS), seoul(0.76, OFFER_KR)),
  'logs-store': price('CloudWatch', 'GB-month', us(0.03, GOLDENS), seoul(0.0314, OFFER_KR)),
  /** What AWS services deliver to a bucket instead of to CloudWatch Logs. */
  'logs-to-bucket': price('CloudWatch', 'GB', us(0.25, MEMORY), seoul(0.38, MEMORY)),
  metric: price('CloudWatch', 'each-month', us(0.3, GOLDENS), seoul(0.3, AS_IN_US)),
  alarm: price('CloudWatch', 'each-month', us(0.1, GOLDENS), seoul(0.1, OFFER_KR)),
  'alarm-high-resolution': price('CloudWatch', 'each-month', us(0.3, GOLDENS), seoul(0.3, AS_IN_US)),
  'composite-alarm': price('CloudWatch', 'each-month', us(0.5, MEMORY), seoul(0.5, MEMORY)),
  dashboard: price('CloudWatch', 'each-month', us(3, GOLDENS), seoul(3, AS_IN_US)),
  'canary-run': price('CloudWatch', 'each', us(0.0012, CANARIES), seoul(0.0012, AS_IN_US)),
  trace: price('X-Ray', 'million', us(5, awsPage('xray/pricing')), seoul(5, awsPage('xray/pricing'))),
  'trace-insight': price(
    'X-Ray',
    'million',
    us(1, awsPage('xray/pricing')),
    seoul(1, awsPage('xray/pricing')),
  ),
  'sns-request': price('SNS', 'million', us(0.5, GOLDENS), seoul(0.5, AS_IN_US)),
  'sns-email': price('SNS', 'hundred thousand', us(2, GOLDENS), seoul(2, AS_IN_US)),
  'sns-https': price('SNS', 'million', us(0.6, GOLDENS), seoul(0.6, AS_IN_US)),
}
