import { setTimeout as wait } from 'node:timers/promises'

/** On a busy machine, copying databases and starting servers takes this long. */
const WITHIN_MS = 90_000
const PERIOD_MS = 20
/** For hooks in which members are rebuilt. */
export const REBUILD_MS = 180_000

/** Waits until an assertion holds; its last failure becomes the cause of the error. */
export async function eventually(awaited: string, assertion: () => void | Promise<void>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    try {
      return await assertion()
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`Waited ${WITHIN_MS / 1000} s until ${awaited}`, { cause: error })
    }
    await wait(PERIOD_MS)
  }
}
