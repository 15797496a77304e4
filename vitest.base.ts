import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { ResultsReporter } from './tools/src/test/results-reporter.ts'

type TestOptions = NonNullable<ViteUserConfig['test']>

/** Workers for tests that wait half of the time, for a server or a command. Vitest's default is one fewer than there are processors. */
export const WORKERS_THAT_WAIT = Math.max(3, availableParallelism() - 1)

/** What every project's tests have in common; a project passes only what it needs different. */
export function projectConfig(overrides: TestOptions = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['**/*.test.ts'],
      exclude: ['**/node_modules/**'],
      pool: 'forks',
      passWithNoTests: false,
      // A guard against what hangs, not a measure: on a busy machine a test may take ten times as long.
      testTimeout: 180_000,
      hookTimeout: 120_000,
      reporters: ['default', new ResultsReporter()],
      // Commands that tests run start in a third of the time; see tools/launch.mjs.
      env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '.world/cache/compiled') },
      ...overrides,
    },
  })
}
