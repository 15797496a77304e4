import { type TargetDescription, takesAwsTimes } from '@meridian/operator-tools'
import type { OperationLimits } from './run-operation.ts'

const MS_PER_SECOND = 1_000
/** A writer's lease (`lease_ms` in packages/database), plus the transit of a renewal sent before the partition. */
const ISOLATION_MS = 2_200

/** An operation's time limits: AWS takes minutes and is polled rarely, a local world at pace `fast` is quick. */
export function limitsFor(
  target: Pick<TargetDescription, 'name' | 'pace'>,
  deadlineSeconds?: number,
): OperationLimits {
  const limits: OperationLimits = takesAwsTimes(target)
    ? {
        pollMs: 2 * MS_PER_SECOND,
        deadlineMs: 1_800 * MS_PER_SECOND,
        settleMs: 15 * MS_PER_SECOND,
        isolationMs: ISOLATION_MS,
      }
    : { pollMs: 25, deadlineMs: 60 * MS_PER_SECOND, settleMs: MS_PER_SECOND, isolationMs: ISOLATION_MS }
  return deadlineSeconds === undefined ? limits : { ...limits, deadlineMs: deadlineSeconds * MS_PER_SECOND }
}
