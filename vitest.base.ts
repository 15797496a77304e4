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
      testTimeout: 20_000,
      hookTimeout: 60_000,
      reporters: ['default'],
      ...overrides,
    },
  })
}
