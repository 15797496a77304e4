import { projectConfig } from '../vitest.base.ts'

/** Tests next to the code are pure and run from the root. */
const NO_TESTS_HERE = ['**/node_modules/**', 'src/**']
const SHARED = 'test/shared-world/**/*.test.ts'

/**
 * One file at a time, because a world fills this machine: with two at once each takes twice as long. Files that share a world
 * come last, because it ends with their process.
 */
export default projectConfig({
  projects: [
    {
      extends: true,
      test: {
        name: 'own world',
        fileParallelism: false,
        exclude: [...NO_TESTS_HERE, SHARED],
        sequence: { groupOrder: 0 },
      },
    },
    {
      extends: true,
      test: {
        name: 'shared world',
        fileParallelism: false,
        exclude: [...NO_TESTS_HERE, 'test/*.test.ts'],
        isolate: false,
        sequence: { groupOrder: 1 },
      },
    },
  ],
})
