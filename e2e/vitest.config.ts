import { availableParallelism } from 'node:os'
import { projectConfig } from '../vitest.base.ts'

/**
 * A test of a world waits about half of the time, so two share two processors. A third makes services too slow for what tests
 * expect of them.
 */
const WORLDS_AT_ONCE = Math.min(4, Math.max(2, availableParallelism()))

/** Tests next to the code are pure and run from the root. Projects inherit what `include` finds, and can only exclude from it. */
const NO_TESTS_HERE = ['**/node_modules/**', 'src/**']
const OWN = 'test/*.test.ts'
const SHARED = 'test/shared-world/**/*.test.ts'
const CHECKOUT = 'test/checkout/**/*.test.ts'

export default projectConfig({
  projects: [
    {
      extends: true,
      test: {
        name: 'own world',
        exclude: [...NO_TESTS_HERE, SHARED, CHECKOUT],
        maxWorkers: WORLDS_AT_ONCE,
        sequence: { groupOrder: 0 },
      },
    },
    // Each worker has one world for all of its files.
    {
      extends: true,
      test: {
        name: 'shared world',
        exclude: [...NO_TESTS_HERE, OWN, CHECKOUT],
        isolate: false,
        maxWorkers: WORLDS_AT_ONCE,
        sequence: { groupOrder: 0 },
      },
    },
    // They start worlds in this checkout's own folder, which takes only one.
    {
      extends: true,
      test: {
        name: 'checkout',
        exclude: [...NO_TESTS_HERE, OWN, SHARED],
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      },
    },
  ],
})
