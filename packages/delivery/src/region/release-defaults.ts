import {
  type Check,
  type Patience,
  REAL_PACING,
  type TargetDescription,
  takesAwsTimes,
  verifyDeployment,
} from '@meridian/operator-tools'

const MS_PER_SECOND = 1_000
const SMOKE_TEST_TIMEOUT_MS = 10_000

type Pace = Pick<TargetDescription, 'name' | 'pace'>

/** AWS takes minutes and is polled seldom; the local world takes moments. */
export function patienceFor(target: Pace, deadlineS?: number): Patience {
  const isSlow = takesAwsTimes(target)
  const seconds = deadlineS ?? (isSlow ? 1_800 : 60)
  return { pacing: REAL_PACING, deadlineMs: seconds * MS_PER_SECOND, pollMs: isSlow ? 5_000 : 100 }
}

/** How long a release is watched after its rollouts. */
export const bakeSecondsOf = (target: Pace): number => (takesAwsTimes(target) ? 300 : 2)

/** The checks of the command verify-deployment, as part of a release. */
export async function smokeTest(target: TargetDescription): Promise<readonly Check[]> {
  const { checks } = await verifyDeployment(target, { timeoutMs: SMOKE_TEST_TIMEOUT_MS })
  return checks
}
