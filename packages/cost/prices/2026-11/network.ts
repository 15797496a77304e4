import { price, seoul, us } from '../../src/price-list.ts'
import { awsPage, GOLDENS, OFFER_KR } from './sources.ts'

const ON_DEMAND = awsPage('ec2/pricing/on-demand, Data Transfer within the same AWS Region')

export const NETWORK = {
  'nat-hour': price('NAT gateway', 'hour', us(0.045, GOLDENS), seoul(0.059, OFFER_KR)),
  'nat-gb': price('NAT gateway', 'GB', us(0.045, GOLDENS), seoul(0.059, OFFER_KR)),
  'public-ipv4': price('Public IPv4', 'hour', us(0.005, GOLDENS), seoul(0.005, OFFER_KR)),
  /** For each Availability Zone it is in. */
  'endpoint-hour': price('VPC endpoint', 'hour', us(0.01, GOLDENS), seoul(0.013, OFFER_KR)),
  'endpoint-gb': price('VPC endpoint', 'GB', us(0.01, GOLDENS), seoul(0.01, OFFER_KR)),
  'alb-hour': price('Load balancer', 'hour', us(0.0225, GOLDENS), seoul(0.0225, OFFER_KR)),
  'alb-lcu': price('Load balancer', 'LCU-hour', us(0.008, GOLDENS), seoul(0.008, OFFER_KR)),
  'transfer-region': price('Data transfer', 'GB', us(0.02, GOLDENS), seoul(0.08, OFFER_KR)),
  /** Each direction is billed. */
  'transfer-zone': price('Data transfer', 'GB', us(0.01, GOLDENS), seoul(0.01, OFFER_KR)),
  /** Between public addresses of one region; each direction is billed. The page has one figure for all regions here. */
  'transfer-public': price('Data transfer', 'GB', us(0.01, ON_DEMAND), seoul(0.01, ON_DEMAND)),
}
