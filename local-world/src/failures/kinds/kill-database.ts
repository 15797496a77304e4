import type { FaultKind } from '../failure.ts'
import { instanceIn } from '../lookups.ts'

/** A host that fails: RDS notices and starts the instance again after its delay. */
export const killDatabase: FaultKind = {
  kind: 'kill-database',
  summary: 'ends a database server without a word; RDS starts it again',
  prepare(fields, targets) {
    const { rds, instance } = instanceIn(fields, targets)
    return {
      subject: { instance },
      async inject() {
        await rds.kill(instance)
        return undefined
      },
    }
  },
}
