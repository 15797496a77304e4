import { price, seoul, us } from '../../src/price-list.ts'
import { AS_IN_US, GOLDENS, MEMORY, OFFER_KR } from './sources.ts'

export const DATABASE = {
  'aurora-acu': price('Aurora', 'ACU-hour', us(0.12, GOLDENS), seoul(0.2, OFFER_KR)),
  'aurora-acu-io-optimized': price('Aurora', 'ACU-hour', us(0.156, MEMORY), seoul(0.26, OFFER_KR)),
  'aurora-storage': price('Aurora', 'GB-month', us(0.1, GOLDENS), seoul(0.12, OFFER_KR)),
  'aurora-storage-io-optimized': price('Aurora', 'GB-month', us(0.225, GOLDENS), seoul(0.27, OFFER_KR)),
  'aurora-io': price('Aurora', 'million', us(0.2, GOLDENS), seoul(0.24, OFFER_KR)),
  'aurora-replicated-write-io': price('Aurora', 'million', us(0.2, MEMORY), seoul(0.24, MEMORY)),
  'aurora-backup': price('Aurora', 'GB-month', us(0.021, GOLDENS), seoul(0.023, OFFER_KR)),
  /** Seven days are free; this is for keeping more. */
  'performance-insights-retention': price('Aurora', 'ACU-month', us(0.376, GOLDENS), seoul(0.376, AS_IN_US)),
  'backup-aurora': price('Backup', 'GB-month', us(0.024, GOLDENS), seoul(0.026, MEMORY)),
}
