import type { FaultKind } from '../failure.ts'
import { instanceIn } from '../lookups.ts'

/** A server that hangs: connections stay open, nothing is answered, and RDS does not notice. */
export const freezeDatabase: FaultKind = {
  kind: 'freeze-database',
  summary: 'halts every process of a database server',
  prepare(fields, targets) {
    const { rds, instance } = instanceIn(fields, targets)
    return {
      subject: { instance },
      async inject() {
        await rds.freeze(instance)
        return () => rds.thaw(instance)
      },
    }
  },
}
