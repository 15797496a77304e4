import { readFileSync } from 'node:fs'
import { modelSources } from '@meridian/policy'
import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { rehearseDestroy, rehearseUp, rehearseUpdates } from '../src/index.ts'
import { type Call, walkPage } from './walk-page.ts'

const PAGE = readFileSync(new URL('../../../docs/going-to-aws.md', import.meta.url), 'utf8')
/** The program runs three times, on a machine that may be busy. */
const PROGRAMS_MS = 600_000

const production = await loadGraph('production')
const { status, stderr, calls } = walkPage(PAGE, {
  ...production.contents.stackOutputs,
  // There once `routingControls` says so.
  routingControls: {
    controlArns: { 'us-east-1': 'arn:control' },
    endpoints: [{ region: 'us-west-2', endpoint: 'https://controls' }],
  },
})

const ACCOUNT = /^aws sts get-caller-identity/
const INIT = /^pulumi stack init production /
const IMAGE_TAG = /^pulumi config set meridian:imageTag /
const FIRST_UP = /^pulumi up .*--target /
const UP = /^pulumi up --cwd infra\/pulumi$/
const OUTPUTS = /^pulumi stack output --json/
const PUSH = /^docker push .*\/meridian\/(marketing-api|frontend):/
const MIGRATE = /^npm run migrate /
const SCAN = /^npm run image-scan .*--fail-on CRITICAL/
const RELEASE = /^npm run deploy-region /
const VERIFY = /^npm run verify-deployment /
const ROLE = /^aws iam create-role /
const BOUNDARY = /^aws iam create-policy .*meridian-pipeline-boundary/
const SWITCHES = /^pulumi config set meridian:routingControls prepared/
const SWITCHOVER = /^npm run failover -- switchover /
const FAILBACK = /^npm run failover -- failback /
const SNAPSHOT = /^aws rds create-db-cluster-snapshot /
const UNPROTECT = /^pulumi state unprotect /
const STOPPED = /^aws (cloudtrail stop-logging|configservice stop-configuration-recorder) /
const DESTROY = /^pulumi destroy /
const STACK_GONE = /^pulumi stack rm /

/** Every call of the page, and what has to have been called before it. The first row that fits counts. */
const STEPS: readonly (readonly [call: RegExp, ...after: readonly RegExp[]])[] = [
  [/^npm (ci|run (cost|doctor|plan|policy|rehearse-up))( |$)/],
  [ACCOUNT],
  [/^aws (service-quotas|iam create-service-linked-role) /, ACCOUNT],
  [/^aws s3api (create-bucket|put-)/, ACCOUNT],
  [
    /^aws kms .*--region us-west-2 .*(--description|alias\/)|^aws kms enable-key-rotation --region us-west-2/,
    ACCOUNT,
  ],
  [
    /^pulumi login /,
    /^aws s3api put-bucket-versioning/,
    /^aws s3api put-bucket-encryption/,
    /^aws s3api put-public/,
  ],
  [
    INIT,
    /^pulumi login /,
    /^aws kms create-alias .*alias\/meridian-pulumi/,
    /^npm run rehearse-up .*--as pipeline/,
  ],
  [/^pulumi config set meridian:(domain|noticeEmail|pagerEndpoint|imageTag|githubRepository) /, INIT],
  [/^git (add|commit) /, IMAGE_TAG],
  [FIRST_UP, IMAGE_TAG, /^git commit /],
  [/^pulumi stack output zone /, FIRST_UP],
  [/^dig /, FIRST_UP],
  [/^aws ecr get-login-password |^docker login /, FIRST_UP],
  [/^docker build /, FIRST_UP],
  [PUSH, /^docker login /, /^docker build /],
  [/^docker buildx imagetools create /, /^docker login /],
  [/^aws ecr describe-images /, PUSH],
  [/^pulumi config set meridian:directProbeCidrs /, VERIFY],
  [/^pulumi config set meridian:backupAccountId /, /^aws backup put-backup-vault-access-policy /],
  [/^pulumi config set meridian:iamDatabaseAuthentication /, VERIFY],
  [SWITCHES, VERIFY],
  [/^pulumi config set meridian:routingControls in-use/, /^aws .* list-routing-controls /],
  [/^pulumi config set meridian:(deletionProtection false|secretRecoveryDays 0|dnssec false) /, SNAPSHOT],
  [UP, PUSH, /^docker buildx imagetools create /, /^dig \+short NS /],
  [OUTPUTS, UP],
  [MIGRATE, OUTPUTS],
  [/^npm run image-(replication|scan) /, OUTPUTS, PUSH],
  [RELEASE, MIGRATE, SCAN, /^npm run image-replication /],
  [VERIFY, RELEASE],
  [/^npm run (deploy-gate|test-dns|replication-lag) /, VERIFY],
  [/^aws iam create-open-id-connect-provider /, ACCOUNT],
  [BOUNDARY, ACCOUNT],
  [ROLE, BOUNDARY, /^aws iam create-open-id-connect-provider /],
  [/^aws iam (put|attach)-role-policy /, ROLE],
  [/^aws kms create-grant /, ROLE, /^aws kms create-key/],
  [/^gh (api|variable set) /, OUTPUTS, ROLE],
  [/^(curl|tar|sha256sum)( |$)/],
  [/^aws (organizations enable|backup update-global)/, UP],
  [/^aws (kms|backup) .*--profile copies/, /^aws organizations enable-aws-service-access /],
  [/^aws backup list-copy-jobs /, /^pulumi config set meridian:backupAccountId /],
  [/^aws secretsmanager rotate-secret |^aws rds generate-db-auth-token /, /iamDatabaseAuthentication true/],
  [/^psql /, /^aws rds generate-db-auth-token /],
  [/^pulumi stack output routingControls |^aws route53-recovery-cluster /, SWITCHES],
  [/^npm run failover -- plan /, VERIFY],
  [SWITCHOVER, /^npm run failover -- plan /],
  [/^pulumi preview /, SWITCHOVER],
  [FAILBACK, SWITCHOVER],
  [/^aws (fis|logs) /, UP],
  [SNAPSHOT, FAILBACK],
  [/^aws rds wait /, SNAPSHOT],
  [UNPROTECT, /^aws rds wait /, /meridian:deletionProtection false/, /meridian:dnssec false/],
  [/^aws backup (list|delete)-|^aws ecr delete-repository /, UNPROTECT],
  [/^aws configservice describe-/, UNPROTECT],
  [STOPPED, UNPROTECT],
  [/^aws s3api (list-object-versions|delete-objects) --bucket \S+-audit /, STOPPED],
  [/^pulumi refresh /, UNPROTECT],
  [
    DESTROY,
    /^pulumi refresh /,
    /^aws backup delete-recovery-point /,
    /^aws ecr delete-repository /,
    /^aws s3api delete-objects /,
  ],
  [STACK_GONE, DESTROY],
  [/^aws iam (list-role-policies|delete-|detach-)/, DESTROY],
  [/^aws s3api (list-object-versions|delete-objects) /, STACK_GONE],
  [
    /^aws (s3api delete-bucket|kms schedule-key-deletion) /,
    STACK_GONE,
    /^aws s3api delete-objects .*-state-/,
  ],
]

/** What the page makes by hand, by what takes it away again; undefined where it stays, or goes with something else. */
const MADE: Readonly<Record<string, string | undefined>> = {
  'backup create-backup-vault': undefined,
  'iam attach-role-policy': 'iam detach-role-policy',
  'iam create-open-id-connect-provider': 'iam delete-open-id-connect-provider',
  'iam create-policy': 'iam delete-policy',
  'iam create-role': 'iam delete-role',
  'iam create-service-linked-role': undefined,
  'iam put-role-policy': 'iam delete-role-policy',
  'kms create-alias': 'kms schedule-key-deletion',
  'kms create-grant': 'kms schedule-key-deletion',
  'kms create-key': 'kms schedule-key-deletion',
  'rds create-db-cluster-snapshot': undefined,
  's3api create-bucket': 's3api delete-bucket',
}

describe('the page about AWS, walked in one shell', () => {
  it('completes: no call fails, and no variable or file is used before it exists', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(calls.length).toBeGreaterThan(150)
  })

  it('contains every step after its prerequisites, and no unknown step', () => {
    const done: Call[] = []
    for (const call of calls) {
      const step = STEPS.find(([pattern]) => pattern.test(call.line))
      expect(step, `unknown step: ${call.line}`).toBeDefined()
      const missing = step?.slice(1).filter((needed) => !done.some(({ line }) => needed.test(line)))
      expect(missing, `before ${call.line}`).toEqual([])
      done.push(call)
    }
    for (const [pattern] of STEPS)
      expect(
        calls.some(({ line }) => pattern.test(line)),
        `${pattern}`,
      ).toBe(true)
  })

  it('detects a step that is missing or out of order', () => {
    const lines = calls.map(({ line }) => line)
    const inOrder = (some: readonly string[]) =>
      some.every((line, index) =>
        STEPS.find(([pattern]) => pattern.test(line))
          ?.slice(1)
          .every((needed) => some.slice(0, index).some((before) => needed.test(before))),
      )
    expect(inOrder(lines)).toBe(true)
    const needed = STEPS.flatMap(([, ...after]) => after)
    for (const step of needed)
      expect(inOrder(lines.filter((line) => !step.test(line))), `without ${step}`).toBe(false)
  })

  it('releases in every region, the writer’s last', () => {
    const released = calls.flatMap(({ line }) => /deploy-region .*--confirm (\S+)/.exec(line)?.[1] ?? [])
    const regions = production.ofType('aws:ecs/cluster:Cluster').map(({ region }) => region)
    expect(released.toSorted()).toEqual(regions.toSorted())
    expect(released.at(-1)).toBe('us-east-1')
  })

  it('removes everything that it created by hand, with the documented exceptions', () => {
    const made = calls.flatMap(({ program, args: [service = '', operation = ''] }) =>
      program === 'aws' && /^(create|attach|put-role)-?/.test(operation) ? [`${service} ${operation}`] : [],
    )
    for (const call of new Set(made)) expect(Object.keys(MADE), call).toContain(call)
    const countOf = (call: string) => calls.filter(({ line }) => line.includes(` ${call} `)).length
    for (const call of new Set(made)) {
      const taken = MADE[call]
      if (taken?.startsWith('iam')) expect(countOf(taken), taken).toBe(countOf(call))
      else if (taken) expect(countOf(taken), taken).toBeGreaterThan(0)
    }
  })
})

/** Of every command of the AWS CLI. */
const GLOBAL = ['endpoint-url', 'max-items', 'output', 'profile', 'query', 'region']
/** The CLI's name of a service, where it is not botocore's. */
const SERVICES: Readonly<Record<string, string>> = { configservice: 'config', s3api: 's3' }
/** Commands of the CLI itself, and waiters, by the operation that they repeat (AWS CLI Command Reference). */
const OWN: Readonly<Record<string, readonly string[]>> = {
  'ecr get-login-password': [],
  'logs tail': ['follow'],
  'rds generate-db-auth-token': ['hostname', 'port', 'username'],
}
const WAITERS: Readonly<Record<string, string>> = {
  'db-cluster-snapshot-available': 'describe-db-cluster-snapshots',
}
/** What the page uses of each command, from the manuals of Pulumi 3, GitHub CLI 2, Docker 28 and BIND 9 as of November 2026. */
const MANUALS: Readonly<Record<string, readonly string[]>> = {
  dig: ['+dnssec', '+short'],
  'docker build': ['--build-arg', '--platform', '--tag'],
  'docker buildx imagetools create': ['--tag'],
  'docker login': ['--password-stdin', '--username'],
  'docker push': [],
  'gh api': ['--method', '--silent'],
  'gh variable set': ['--body', '--repo'],
  'pulumi config set': ['--cwd'],
  'pulumi destroy': ['--cwd'],
  'pulumi login': [],
  'pulumi preview': ['--cwd', '--diff'],
  'pulumi refresh': ['--cwd'],
  'pulumi stack init': ['--cwd', '--secrets-provider'],
  'pulumi stack output': ['--cwd', '--json'],
  'pulumi stack rm': ['--cwd'],
  'pulumi state unprotect': ['--all', '--cwd'],
  'pulumi up': ['--cwd', '--target'],
}
const botocore = modelSources().find(({ name }) => name === 'botocore')
const plain = (text: string) => text.replaceAll('-', '').toLowerCase()
const optionsOf = ({ args }: Call) => args.filter((each) => /^(--|\+)[a-z][\w-]*$/.test(each))

describe('each call of the page about AWS', () => {
  it('has only options that the manual of its program lists', () => {
    const others = calls.filter(({ program }) => ['dig', 'docker', 'gh', 'pulumi'].includes(program))
    const commandOf = ({ line }: Call) =>
      Object.keys(MANUALS).find((known) => `${line} `.startsWith(`${known} `))
    expect(new Set(others.map(commandOf))).toEqual(new Set(Object.keys(MANUALS)))
    for (const call of others)
      expect(MANUALS[commandOf(call) ?? ''], call.line).toEqual(expect.arrayContaining(optionsOf(call)))
  })

  it.skipIf(!botocore)('of the AWS CLI is an operation that accepts its options', () => {
    const unknown = calls
      .filter(({ program }) => program === 'aws')
      .flatMap((call) => {
        const [service = '', named = '', waited = ''] = call.args
        const command = named === 'wait' ? WAITERS[waited] : named
        const model = SERVICES[service] ?? service
        const operation = [...(botocore?.operations?.(model) ?? [])].find(
          (name) => plain(name) === plain(command ?? ''),
        )
        const members = operation && botocore?.request(model, operation)?.members
        const known =
          OWN[`${service} ${named}`] ??
          (operation === undefined ? undefined : [...(members ? members.keys() : [])])
        if (!known) return [call.line]
        const takes = [...GLOBAL, ...known].map(plain)
        return optionsOf(call)
          .filter((option) => !takes.includes(plain(option.replace(/^--(no-)?/, ''))))
          .map((option) => `${service} ${named} ${option}`)
      })
    expect(unknown).toEqual([])
  })
})

type Settings = Readonly<Record<string, string>>

/** What is set in the settings when each `up` of everything begins. */
function settingsOfUps(): readonly Settings[] {
  const set: Record<string, string> = {}
  const ups: Settings[] = []
  for (const { line, args } of calls) {
    // An address of nobody, as the program that asks for it says nothing here.
    if (line.startsWith('pulumi config set'))
      set[args[2] ?? ''] = args[3] === '/32' ? '192.0.2.1/32' : (args[3] ?? '')
    if (UP.test(line)) ups.push({ ...set })
  }
  return ups
}

/** Properties that differ between two graphs, where AWS or Pulumi would refuse the change. */
function refusedChanges(before: ResourceGraph, after: ResourceGraph): readonly string[] {
  const next = new Map(after.nodes.map((node) => [node.urn, node]))
  return rehearseUpdates(before)
    .filter(({ outcome }) => outcome === 'refused')
    .flatMap(({ type, property, resources }) =>
      before
        .ofType(type)
        .filter(({ name, urn, inputs }) => {
          const later = next.get(urn)
          const differs = JSON.stringify(inputs[property]) !== JSON.stringify(later?.inputs[property])
          return resources.includes(name) && later !== undefined && differs
        })
        .map(({ name }) => `${type} ${name} ${property}`),
    )
}

describe('what the page about AWS leads to', { timeout: PROGRAMS_MS }, () => {
  it('is a stack that AWS accepts in the first full up, with every option, and before it is torn down', async () => {
    const ups = settingsOfUps()
    const [first, chosen, last] = [ups[0], ups.at(-2), ups.at(-1)]
    expect(chosen).toMatchObject({
      'meridian:routingControls': 'in-use',
      'meridian:iamDatabaseAuthentication': 'true',
    })
    expect(last).toMatchObject({ 'meridian:deletionProtection': 'false' })
    const graphs: ResourceGraph[] = []
    for (const settings of [first, chosen, last]) graphs.push(await loadGraph('production', settings))
    for (const graph of graphs) expect(rehearseUp(graph, { deployer: 'person' }).firstFailure).toBeUndefined()
    for (const [index, graph] of graphs.entries()) {
      const before = graphs[index - 1]
      if (before) expect(refusedChanges(before, graph)).toEqual([])
    }

    const [, , torn] = graphs
    const destroyed = calls.findIndex(({ line }) => DESTROY.test(line))
    const up = calls.findLastIndex(({ line }) => UP.test(line))
    const between = calls.slice(up, destroyed).map(({ line }) => line)
    for (const { name, firstDo } of torn ? rehearseDestroy(torn) : [])
      expect(
        between.some((line) => line.startsWith(firstDo)),
        `${firstDo} for ${name}`,
      ).toBe(true)
  })
})
