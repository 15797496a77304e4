import type { FaultKind } from '../failure.ts'
import { instanceIn } from '../lookups.ts'

/** Every flush of the server's log takes longer, so every commit does. */
export const slowDisk: FaultKind = {
  kind: 'slow-disk',
  summary: 'lets every flush of a database server take longer',
  prepare(fields, targets) {
    const { rds, instance } = instanceIn(fields, targets)
    const ms = fields.amount('ms')
    return {
      subject: { instance, ms },
      async inject() {
        await rds.slowDisk(instance, ms)
        return () => rds.slowDisk(instance, 0)
      },
    }
  },
}
