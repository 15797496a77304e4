import { explainAwsError, isAnswerOverdue } from '../aws/explain.ts'
import { AwsUnreachableError } from '../errors.ts'
import { type Check, failed } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'

/**
 * The checks of one part or region; a single failed check if it answers with an error or times out, because the others are still
 * worth reporting. Throws when nothing can be reached at all.
 */
export async function describedOrFailed(
  target: Pick<TargetDescription, 'name' | 'endpoint'>,
  name: string,
  check: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await check()
  } catch (error) {
    const explained = explainAwsError(error, target)
    if (explained instanceof AwsUnreachableError && !isAnswerOverdue(error)) throw explained
    const cause = error as Error
    return [failed(name, `${cause.name}: ${cause.message}`)]
  }
}
