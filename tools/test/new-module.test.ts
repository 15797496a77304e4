import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'
import { copyOfRepository, runIn, typeErrorsIn } from './support/copy.ts'

const COPIED = [
  'local-world',
  'tools',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.base.ts',
  'biome.json',
]
/** Creates, formats and checks a module, and calls it with the AWS CLI: a minute on a busy machine. */
const LONG_MS = 240_000

const newModule = (folder: string, ...args: readonly string[]) =>
  runIn(folder, '.', process.execPath, 'tools/src/new-module/main.ts', ...args)

describe('npm run new-module', () => {
  it(
    'creates a module that keeps the layout, compiles, and answers the SDK and the AWS CLI',
    () => {
      const folder = copyOfRepository(COPIED)
      const made = newModule(folder, 'ecr', '--operation', 'DescribeRepositories')
      expect(made.stderr).toContain('ecr answers DescribeRepositories')
      expect(made.status).toBe(0)
      expect(readFileSync(join(folder, 'local-world/package.json'), 'utf8')).toContain(
        '"@aws-sdk/client-ecr"',
      )

      const layout = runIn(folder, '.', process.execPath, 'tools/src/anatomy/main.ts')
      expect(layout.stderr).toContain('Every file is in its place.')
      expect(
        runIn(folder, '.', 'biome', 'ci', 'local-world/src/modules', 'local-world/test/ecr').status,
      ).toBe(0)
      expect(typeErrorsIn(folder, 'local-world')).toBe('')
      const asked = runIn(folder, 'local-world', 'vitest', 'run', 'test/ecr')
      expect(asked.stdout).toContain('describe-repositories.test.ts')
      expect(asked.status).toBe(0)
    },
    LONG_MS,
  )

  it('prints its help', () => {
    const { status, stdout } = newModule(ROOT, '--help')
    expect(stdout).toContain('npm run new-module -- sqs')
    expect(status).toBe(0)
  })

  it.each([
    ['no name', [], /One name is wanted/],
    ['two names', ['sqs', 'sns'], /One name is wanted, such as sqs; there are 2/],
    ['a name with a capital', ['Sqs'], /"Sqs" is no name for a module/],
    ['a path', ['../sqs'], /"\.\.\/sqs" is no name for a module/],
    ['a module that exists', ['rds'], /There is a module "rds" already, in local-world\/src\/modules\/rds/],
    [
      'a client that is not installed',
      ['nosuch'],
      /npm install --save-exact -w @meridian\/local-world @aws-sdk\/client-nosuch/,
    ],
    [
      'an operation that AWS does not have',
      ['ecr', '--operation', 'ListDreams'],
      /knows no operation ListDreams/,
    ],
    ['an option that it does not know', ['ecr', '--opration', 'X'], /--opration/],
  ])('refuses %s and writes nothing', (_, args, message) => {
    const { status, stderr } = newModule(ROOT, ...args)
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
    expect(existsSync(join(ROOT, 'local-world/src/modules/ecr'))).toBe(false)
  })
})
