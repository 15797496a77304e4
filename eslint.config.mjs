// Module boundaries only; everything else that can be linted is Biome's.
import nx from '@nx/eslint-plugin'
import tseslint from 'typescript-eslint'

const simulator = ['@pulumi/*', '@grpc/*', 'testcontainers']

export default [
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '.nx/**',
      '**/*.mjs',
      '**/vitest.config.ts',
      'test-results/**',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          enforceBuildableLibDependency: false,
          depConstraints: [
            {
              sourceTag: 'scope:shared',
              onlyDependOnLibsWithTags: ['scope:shared'],
              bannedExternalImports: ['@pulumi/*', '@grpc/*'],
            },
            {
              sourceTag: 'scope:product',
              onlyDependOnLibsWithTags: ['scope:shared'],
              bannedExternalImports: simulator,
            },
            {
              sourceTag: 'scope:infra',
              onlyDependOnLibsWithTags: ['scope:shared'],
              bannedExternalImports: ['fastify', 'pg', 'kysely'],
            },
            {
              sourceTag: 'scope:world',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:world', 'scope:ops', 'scope:product'],
              bannedExternalImports: ['@pulumi/aws'],
            },
            {
              sourceTag: 'scope:ops',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:ops'],
              bannedExternalImports: simulator,
            },
            // Drills break things: only the commands and the end-to-end tests start them, a release or a world never does.
            {
              sourceTag: 'scope:drills',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:ops', 'scope:drills'],
              bannedExternalImports: simulator,
            },
            {
              sourceTag: 'scope:commands',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:ops', 'scope:drills'],
              bannedExternalImports: simulator,
            },
            {
              sourceTag: 'scope:e2e',
              onlyDependOnLibsWithTags: [
                'scope:shared',
                'scope:world',
                'scope:ops',
                'scope:drills',
                'scope:commands',
                'scope:product',
              ],
              bannedExternalImports: ['@pulumi/aws'],
            },
            // The policy pack is the operators' rules inside Pulumi's own runner: it may import both, and nothing imports it.
            {
              sourceTag: 'scope:pack',
              onlyDependOnLibsWithTags: ['scope:shared', 'scope:ops'],
              bannedExternalImports: ['@pulumi/aws', 'testcontainers'],
            },
            {
              sourceTag: 'scope:tools',
              onlyDependOnLibsWithTags: ['scope:tools'],
              bannedExternalImports: simulator,
            },
            { sourceTag: 'type:util', onlyDependOnLibsWithTags: ['type:util'] },
            { sourceTag: 'type:data', onlyDependOnLibsWithTags: ['type:data', 'type:util'] },
            {
              sourceTag: 'type:feature',
              onlyDependOnLibsWithTags: ['type:feature', 'type:data', 'type:util'],
            },
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:feature', 'type:data', 'type:util'] },
            {
              sourceTag: 'type:e2e',
              onlyDependOnLibsWithTags: ['type:app', 'type:feature', 'type:data', 'type:util'],
            },
          ],
        },
      ],
    },
  },
]
