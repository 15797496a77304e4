import type { FaultKind } from '../failure.ts'
import { databasesIn } from '../lookups.ts'

/** The region's readers serve what they have; a promotion there loses what was held. */
export const pauseReplication: FaultKind = {
  kind: 'pause-replication',
  summary: 'holds the stream of changes into a secondary region',
  prepare(fields, targets) {
    const { rds, region } = databasesIn(fields, targets)
    return {
      subject: { region },
      inject() {
        rds.pauseReplication(region)
        return () => rds.resumeReplication(region)
      },
    }
  },
}
