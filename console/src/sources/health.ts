import { describeHealthCheck, type HealthCheckNow } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import type { Source } from '../watch/source.ts'

/** Each region's health as seen by Route 53's checkers, which decides where visitors are sent. */
export const healthSource: Source<readonly HealthCheckNow[]> = {
  key: 'health',
  everyMs: 5_000,
  read: ({ aws, description }) =>
    Promise.all(REGION_IDS.map((region) => describeHealthCheck(aws, description, region))),
}
