import { projectConfig } from '../vitest.base.ts'

const SHARED = 'test/shared-world/**/*.test.ts'

/** A world fills this machine, so there is one file at a time. Those that share a world come last: it ends with their process. */
export default projectConfig({
  projects: [
    {
      extends: true,
      test: {
        name: 'own world',
        fileParallelism: false,
        exclude: ['**/node_modules/**', SHARED],
        sequence: { groupOrder: 0 },
      },
    },
    {
      extends: true,
      test: {
        name: 'shared world',
        fileParallelism: false,
        exclude: ['**/node_modules/**', 'src/**', 'test/*.test.ts'],
        isolate: false,
        sequence: { groupOrder: 1 },
      },
    },
  ],
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
