import { describeHealthCheck, type HealthCheckNow } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import type { Source } from '../watch/source.ts'

/** What Route 53's checkers see of each region: by this it sends visitors there or elsewhere. */
export const healthSource: Source<readonly HealthCheckNow[]> = {
  key: 'health',
  everyMs: 5_000,
  read: ({ aws, description }) =>
    Promise.all(REGION_IDS.map((region) => describeHealthCheck(aws, description, region))),
}
