import { explainAwsError } from '@meridian/operator-tools'
import type { WatchedTarget } from './watched-target.ts'

/** An error's message for the page; errors of AWS's clients name the silent region and the next step. */
export async function messageOf(error: unknown, target: WatchedTarget): Promise<string> {
  const description = await target.current().then(
    (open) => open.description,
    () => undefined,
  )
  const explained = description ? explainAwsError(error, description) : error
  return explained instanceof Error ? explained.message || explained.name : String(explained)
}
