import { defineConfig, type ViteUserConfig } from 'vitest/config'

type TestOptions = NonNullable<ViteUserConfig['test']>

/** What every project's tests have in common; a project passes only what it needs different. */
export function projectConfig(overrides: TestOptions = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['**/*.test.ts'],
      exclude: ['**/node_modules/**'],
      pool: 'forks',
      passWithNoTests: false,
      // A guard against what hangs, not a measure: on a busy machine a test may take ten times as long.
      testTimeout: 60_000,
      hookTimeout: 120_000,
      // The file is what `npm test` counts; see tools/src/results.ts.
      reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
      ...overrides,
    },
  })
}
