import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { projectConfig } from '../vitest.base.ts'

/** Tests next to the code are pure: they run from the root. */
const NO_TESTS_HERE = ['**/node_modules/**', 'src/**']
const SHARED = 'test/shared-world/**/*.test.ts'

/** Those that take minutes, the longest first: begun last, they would run on with nothing beside them. */
const LONG = ['drills', 'failure-schedules', 'console', 'runbook', 'running-mistakes']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      LONG.toReversed().findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
    return files.toSorted((left, right) => rank(right) - rank(left))
  }
}

/**
 * A world waits more than it computes, so there are two at a time. Files that share a world come last, one after the other: it ends
 * with their process.
 */
export default projectConfig({
  projects: [
    {
      extends: true,
      test: {
        name: 'own world',
        maxWorkers: 2,
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
  sequence: { sequencer: LongestFirst },
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
