import { price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, GOLDENS, MEMORY } from './sources.ts'

export const STORAGE = {
  's3-gb': price('S3', 'GB-month', us(0.023, GOLDENS), seoul(0.025, MEMORY)),
  's3-put': price('S3', 'thousand', us(0.005, GOLDENS), seoul(0.005, AS_IN_US)),
  's3-get': price('S3', 'thousand', us(0.0004, GOLDENS), seoul(0.0004, AS_IN_US)),
}
