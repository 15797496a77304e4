import { test } from 'vitest'
import { type BootedWorld, bootWorld } from './booted-world.ts'

/**
 * For tests that leave a world as they found it: all files in `test/shared-world` share one, started by the first and stopped
 * after the last. Each file heals what it breaks.
 */
export const it = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of other fixtures from the pattern.
  .extend('sharedWorld', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const world = await bootWorld()
    onCleanup(() => world[Symbol.asyncDispose]())
    return world
  })
  .extend('nothingLeftBroken', { scope: 'file', auto: true }, async ({ sharedWorld }, { onCleanup }) => {
    onCleanup(() => healWhatIsLeft(sharedWorld))
  })

/** A failure that a file leaves behind must fail that file, not the next one. */
async function healWhatIsLeft({ failures }: BootedWorld): Promise<void> {
  const left = failures.list()
  for (const { id } of left) await failures.heal(id)
  if (left.length > 0)
    throw new Error(`This file left failures in the shared world: ${left.map(({ id }) => id).join(', ')}`)
}
