import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from '../src/sources.ts'
import { ROOT } from '../src/workspace.ts'
import { npmRuns, unknownFlags } from './support/documented-commands.ts'

const PAGE = readFileSync(join(ROOT, 'docs', 'going-to-aws.md'), 'utf8')
const blocks = [...PAGE.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block)
const commands = blocks.join('\n')
/** Each command is run with --help. */
const SPAWNS_MANY_MS = 120_000

interface PlannedResource {
  readonly urn: string
  readonly parent?: string
  readonly dependencies: readonly string[]
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>
}

/** The resources that the program describes, by URN. */
function plannedResources(): ReadonlyMap<string, PlannedResource> {
  const { stdout } = spawnSync(
    process.execPath,
    ['local-world/src/cli/plan.ts', '--stack', 'production', '--json'],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  const { resources } = JSON.parse(stdout) as { resources: readonly PlannedResource[] }
  return new Map(resources.map((resource) => [resource.urn, resource]))
}

/** In Pulumi, `**` matches anything. */
const patternOf = (target: string) =>
  new RegExp(
    `^${target
      .split('**')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )

describe('docs/going-to-aws.md', () => {
  it('names only commands of package.json and options they accept', { timeout: SPAWNS_MANY_MS }, () => {
    const runs = npmRuns(PAGE)
    expect(runs.length).toBeGreaterThan(15)
    for (const command of runs)
      expect({ command, unknown: unknownFlags(command) }).toMatchObject({ unknown: [] })
  })

  it('sets only configuration that the program reads', () => {
    const keys = [...commands.matchAll(/pulumi config set meridian:(\w+)/g)].map(([, key = '']) => key)
    const program = sourceFiles(/^infra\/pulumi\/(config|settings\/\w+)\.ts$/)
      .map(({ text }) => text)
      .join('\n')
    expect(keys.length).toBeGreaterThan(4)
    for (const key of keys) expect(program, key).toMatch(new RegExp(`reader\\.\\w+\\(\\s*'${key}'`))
  })

  it('copies the X-Ray daemon image that the program uses', () => {
    const [program] = sourceFiles(/^infra\/pulumi\/rules\/containers\.ts$/)
    const digest = /XRAY_DIGEST = '(sha256:[0-9a-f]{64})'/.exec(program?.text ?? '')?.[1]
    expect(digest).toBeDefined()
    expect(commands).toContain(`public.ecr.aws/xray/aws-xray-daemon@${digest}`)
  })

  it('targets its first up at resources without dependencies', { timeout: SPAWNS_MANY_MS }, () => {
    const planned = plannedResources()
    const first = /pulumi up [^\n]*(?:\\\n[^\n]*)*--target[^\n]*(?:\\\n[^\n]*)*/.exec(commands)?.[0] ?? ''
    const targets = [...first.matchAll(/--target '([^']+)'/g)].map(([, target = '']) => target)
    const isTarget = (urn: string) => targets.some((target) => patternOf(target).test(urn))
    const chosen = [...planned.values()].filter(({ urn }) => isTarget(urn))
    const left = chosen.flatMap(({ parent, dependencies, propertyDependencies }) =>
      [parent ?? '', ...dependencies, ...Object.values(propertyDependencies).flat()].filter(
        (urn) => planned.has(urn) && !isTarget(urn) && !urn.includes('pulumi:pulumi:Stack'),
      ),
    )
    expect(left).toEqual([])
    for (const target of targets)
      expect(
        chosen.some(({ urn }) => patternOf(target).test(urn)),
        target,
      ).toBe(true)
    expect(chosen.some(({ urn }) => urn.includes('aws:ecr/repository:Repository'))).toBe(true)
    expect(chosen.some(({ urn }) => urn.includes('aws:route53/zone:Zone'))).toBe(true)
  })
})

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string
  readonly Condition?: object
}

const policies = sourceFiles(/^docs\/bootstrap\/.*\.json$/).map(({ path, text }) => ({
  path,
  statements: (JSON.parse(text) as { Statement: readonly Statement[] }).Statement,
}))
const statementsOf = (name: string) =>
  policies.find(({ path }) => path.endsWith(`/${name}.json`))?.statements ?? []
const actionsOf = (name: string) =>
  statementsOf(name)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
/** The statements with which the boundary of `up` denies an action. */
const refusalOf = (action: string) =>
  statementsOf('boundary').filter(
    ({ Effect, Action }) =>
      Effect === 'Deny' &&
      [Action].flat().some((denied) => patternOf(denied.replaceAll('*', '**')).test(action)),
  )

/** IAM prefixes of the SDK's clients. */
const PREFIXES: Readonly<Record<string, string>> = {
  cloudfront: 'cloudfront',
  cloudwatch: 'cloudwatch',
  ecr: 'ecr',
  ecs: 'ecs',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  rds: 'rds',
  'route-53': 'route53',
  'secrets-manager': 'secretsmanager',
}

describe('the roles of the pipeline', () => {
  it('are all created by docs/going-to-aws.md', () => {
    for (const { path } of policies) {
      const name = path.replace(/.*\/|\.json$/g, '')
      expect(commands, name).toContain(`$(fill ${name}`)
    }
  })

  it.each(['preview', 'registry', 'release'])('allow no wildcard actions (%s)', (name) => {
    expect(actionsOf(name).filter((action) => action.includes('*'))).toEqual([])
  })

  it('allow a release every call that its commands make through the edge', () => {
    const sources = sourceFiles(
      /^packages\/(delivery|operator-tools)\/src\/(gate|images|migration|region|deployment|target|probes)\/.*\.ts$/,
    )
    const calls = sources.flatMap(({ text }) =>
      [...text.matchAll(/\{([^{}]*)\} = await import\(\s*'@aws-sdk\/client-([\w-]+)'/g)].flatMap(
        ([, names = '', client = '']) =>
          [...names.matchAll(/(\w+)Command\b/g)].map(([, call]) => `${PREFIXES[client]}:${call}`),
      ),
    )
    expect(calls.length).toBeGreaterThan(8)
    const [beyond, ...others] = new Set(calls.filter((call) => !actionsOf('release').includes(call)))
    // A region's secret key, which verify-deployment reads only with `--through regions`; no release uses that (decision 0011).
    expect([beyond, others]).toEqual(['secretsmanager:GetSecretValue', []])
  })

  it('never bypass the edge with --through regions', () => {
    const texts = [
      ...sourceFiles(/^\.github\/workflows\/.*\.yml$/),
      ...sourceFiles(/^scripts\/deploy-region\.ts$/),
    ].map(({ text }) => text)
    expect(texts.length).toBeGreaterThan(4)
    for (const text of texts) expect(text).not.toMatch(/through(: '| |=)regions/)
  })

  it('let the release role pass roles to ECS tasks only', () => {
    const pass = statementsOf('release').filter(({ Action }) => [Action].flat().includes('iam:PassRole'))
    expect(pass).toMatchObject([
      { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } },
    ])
  })

  it.each(['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'PutRolePermissionsBoundary'])(
    'deny iam:%s on any role without one of the two boundaries',
    (call) => {
      const BOUNDARIES = ['boundary', 'pipeline-boundary'].map(
        (name) => `arn:aws:iam::ACCOUNT:policy/meridian-${name}`,
      )
      expect(refusalOf(`iam:${call}`)).toContainEqual(
        expect.objectContaining({
          Resource: '*',
          Condition: { StringNotEquals: { 'iam:PermissionsBoundary': BOUNDARIES } },
        }),
      )
    },
  )

  it('remove no boundary, assume no other role, and pass or trust only roles of the stack', () => {
    for (const action of ['iam:DeleteRolePermissionsBoundary', 'sts:AssumeRole', 'iam:CreateUser'])
      expect(refusalOf(action), action).toContainEqual(expect.objectContaining({ Resource: '*' }))
    for (const action of ['iam:PassRole', 'iam:UpdateAssumeRolePolicy'])
      expect(refusalOf(action), action).toContainEqual(
        expect.objectContaining({ NotResource: 'arn:aws:iam::ACCOUNT:role/meridian-*' }),
      )
  })

  it.each(['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy'])(
    'deny iam:%s on both boundary policies',
    (call) => {
      const resources = refusalOf(`iam:${call}`).flatMap(({ Resource = [] }) => Resource)
      for (const name of ['boundary', 'pipeline-boundary'])
        expect(resources).toContain(`arn:aws:iam::ACCOUNT:policy/meridian-${name}`)
    },
  )

  it('never allow every action on every resource, and use only services in their boundary', () => {
    for (const { Effect, Action, Resource } of policies.flatMap(({ statements }) => statements))
      if (Effect === 'Allow' && [Resource].flat().includes('*')) expect([Action].flat()).not.toContain('*')
    const [services] = statementsOf('boundary')
    const allowed = [services?.Action ?? []].flat().map((action) => action.replace(':*', ''))
    const written = sourceFiles(/^infra\/pulumi\/rules\/deployment-writes\/.*\.ts$/).flatMap(({ text }) =>
      [...text.matchAll(/'([a-z0-9-]+):[A-Z]/g)].map(([, service = '']) => service),
    )
    const used = ['preview', 'registry', 'release'].flatMap(actionsOf).map((action) => action.split(':')[0])
    expect([...new Set([...written, ...used])].filter((service = '') => !allowed.includes(service))).toEqual([
      'aws',
    ])
  })

  it('have a boundary well below the IAM size limit for policies', () => {
    const BOUNDARY_CHARACTERS = 6_144
    expect(JSON.stringify(statementsOf('boundary')).length).toBeLessThan(BOUNDARY_CHARACTERS - 1_000)
  })

  it('trust only one environment of the repository', () => {
    expect(statementsOf('trust')).toMatchObject([
      {
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:sub': 'repo:REPOSITORY:environment:ENVIRONMENT',
          },
        },
      },
    ])
  })
})
