import { price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, awsPage, GOLDENS, MEMORY, OFFER_KR, thirdParty, VANTAGE } from './sources.ts'

const LAMBDA = thirdParty('github.com/srdjanrist/get-infra-done, references/cost-rules.md')

/** Spot floats; these are 30 % of the price on demand. */
export const COMPUTE = {
  'fargate-x86-vcpu': price('Fargate', 'vCPU-hour', us(0.04048, GOLDENS), seoul(0.04656, OFFER_KR)),
  'fargate-x86-gb': price('Fargate', 'GB-hour', us(0.004445, GOLDENS), seoul(0.00511, OFFER_KR)),
  'fargate-arm-vcpu': price('Fargate', 'vCPU-hour', us(0.03238, VANTAGE), seoul(0.03725, OFFER_KR)),
  'fargate-arm-gb': price('Fargate', 'GB-hour', us(0.00356, VANTAGE), seoul(0.00409, OFFER_KR)),
  'fargate-spot-x86-vcpu': price('Fargate', 'vCPU-hour', us(0.012144, MEMORY), seoul(0.013968, MEMORY)),
  'fargate-spot-x86-gb': price('Fargate', 'GB-hour', us(0.0013335, MEMORY), seoul(0.001533, MEMORY)),
  'fargate-spot-arm-vcpu': price('Fargate', 'vCPU-hour', us(0.009714, MEMORY), seoul(0.011175, MEMORY)),
  'fargate-spot-arm-gb': price('Fargate', 'GB-hour', us(0.001068, MEMORY), seoul(0.001227, MEMORY)),
  'lambda-request': price('Lambda', 'million', us(0.2, LAMBDA), seoul(0.2, AS_IN_US)),
  'lambda-gb-second': price('Lambda', 'GB-second', us(0.0000166667, LAMBDA), seoul(0.0000166667, AS_IN_US)),
  'ecr-gb': price('ECR', 'GB-month', us(0.1, GOLDENS), seoul(0.1, OFFER_KR)),
  'fis-action-minute': price(
    'Fault Injection Service',
    'action-minute',
    us(0.1, awsPage('fis/pricing')),
    seoul(0.1, awsPage('fis/pricing')),
  ),
}
