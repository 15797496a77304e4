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

/** AWS takes minutes and is asked seldom, the local world takes moments. */
export function patienceFor(target: Pace, deadlineS?: number): Patience {
  const isSlow = takesAwsTimes(target)
  const seconds = deadlineS ?? (isSlow ? 1_800 : 60)
  return { pacing: REAL_PACING, deadlineMs: seconds * MS_PER_SECOND, pollMs: isSlow ? 5_000 : 100 }
}

/** For how long a release is watched after its rollouts. */
export const bakeSecondsOf = (target: Pace): number => (takesAwsTimes(target) ? 300 : 2)

/** The same as the command verify-deployment: its checks are the release's as well. */
export async function smokeTest(target: TargetDescription): Promise<readonly Check[]> {
  const { checks } = await verifyDeployment(target, { timeoutMs: SMOKE_TEST_TIMEOUT_MS })
  return checks
}
