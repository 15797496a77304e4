import { join } from 'node:path'
import { ESLint } from 'eslint'
import { createProjectGraphAsync } from 'nx/src/project-graph/project-graph'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'

const eslint = new ESLint({ cwd: ROOT })

// The rule reads the project graph that Nx last computed.
beforeAll(async () => {
  await createProjectGraphAsync({ exitOnError: false, resetDaemonClient: false })
})

async function problemsOf(file: string, code: string): Promise<string> {
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) })
  return (result?.messages ?? []).map((message) => message.message).join('\n')
}

describe('module boundaries', () => {
  it.each([
    ['a service that imports the local world', 'services/frontend/src/app.ts', '@meridian/local-world'],
    ['a script that imports the local world', 'scripts/test-dns.ts', '@meridian/local-world'],
    [
      'a shared package that imports a tool',
      'packages/observability/src/index.ts',
      '@meridian/operator-tools',
    ],
    ['a release that imports the drills', 'packages/delivery/src/index.ts', '@meridian/drills'],
    ['the local world when it imports the drills', 'local-world/src/cli/preview.ts', '@meridian/drills'],
    [
      "the operators' tools when they import failover",
      'packages/operator-tools/src/index.ts',
      '@meridian/failover',
    ],
    ['failover when it imports the drills', 'packages/failover/src/index.ts', '@meridian/drills'],
    [
      'a service that imports another service',
      'services/frontend/src/app.ts',
      '../../marketing-api/src/app.ts',
    ],
    ['a data package that imports a feature', 'packages/database/src/index.ts', '@meridian/failover'],
    ['the program when it imports the local world', 'infra/pulumi/index.ts', '@meridian/local-world'],
  ])('refuse %s', async (_, file, imported) => {
    expect(await problemsOf(file, `import { x } from '${imported}'\nx()\n`)).toMatch(
      /can only depend on|constraint|relative|Circular dependency/,
    )
  })

  it.each([
    ['a service', 'services/frontend/src/app.ts', '@pulumi/pulumi'],
    ['a script', 'scripts/test-dns.ts', '@grpc/grpc-js'],
  ])('refuse %s that imports a banned package', async (_, file, imported) => {
    expect(await problemsOf(file, `import * as x from '${imported}'\nx.y()\n`)).toMatch(
      /not allowed to import/,
    )
  })

  it('permit a service to import a shared package', async () => {
    expect(
      await problemsOf(
        'services/frontend/src/app.ts',
        `import { REGIONS } from '@meridian/topology'\nREGIONS\n`,
      ),
    ).toBe('')
  })
})
