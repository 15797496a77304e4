import type { FaultKind } from '../failure.ts'
import { databasesIn } from '../lookups.ts'

/** Lag that is there and bounded, as under load. */
export const delayReplication: FaultKind = {
  kind: 'delay-replication',
  summary: 'lets changes arrive later in a secondary region',
  prepare(fields, targets) {
    const { rds, region } = databasesIn(fields, targets)
    const ms = fields.amount('ms')
    return {
      subject: { region, ms },
      inject() {
        rds.delayReplication(region, ms)
        return () => rds.resumeReplication(region)
      },
    }
  },
}
