import { explainAwsError } from '@meridian/operator-tools'
import type { WatchedTarget } from './watched-target.ts'

/** An error as the page says it: what AWS's clients throw, with the region that does not answer and what to do. */
export async function messageOf(error: unknown, target: WatchedTarget): Promise<string> {
  const description = await target.current().then(
    (open) => open.description,
    () => undefined,
  )
  const explained = description ? explainAwsError(error, description) : error
  return explained instanceof Error ? explained.message || explained.name : String(explained)
}
