import type { OperationLimits } from './run-operation.ts'

const MS_PER_SECOND = 1_000
/** The lease of a writer (`lease_ms` in packages/database), and the way of a renewal that had left before the cut. */
const ISOLATION_MS = 2_200

/** How patient an operation is: AWS takes minutes and is asked seldom, the local world takes moments. */
export function limitsFor(target: 'local' | 'aws', deadlineSeconds?: number): OperationLimits {
  const limits: OperationLimits =
    target === 'local'
      ? { pollMs: 25, deadlineMs: 60 * MS_PER_SECOND, settleMs: MS_PER_SECOND, isolationMs: ISOLATION_MS }
      : {
          pollMs: 2 * MS_PER_SECOND,
          deadlineMs: 1_800 * MS_PER_SECOND,
          settleMs: 15 * MS_PER_SECOND,
          isolationMs: ISOLATION_MS,
        }
  return deadlineSeconds === undefined ? limits : { ...limits, deadlineMs: deadlineSeconds * MS_PER_SECOND }
}
