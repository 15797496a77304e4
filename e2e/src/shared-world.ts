import { test } from 'vitest'
import { bootWorld } from './booted-world.ts'

/**
 * For tests that leave a world as they found it: all files in `test/shared-world` have one together, started by the first and
 * stopped after the last. What a file breaks it mends itself.
 */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of other fixtures from the pattern.
export const it = test.extend('sharedWorld', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const world = await bootWorld()
  onCleanup(() => world[Symbol.asyncDispose]())
  return world
})
