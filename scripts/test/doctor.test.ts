import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { TOOLS } from '../src/doctor/machine.ts'
import { runScript, SCRIPTS } from './run-script.ts'

/** The command runs the whole program, on a machine that may be busy. */
const PROGRAM_MS = 300_000

/** A machine whose PATH has these programs alone; each is the body of a shell script. */
async function machineWith(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`)
    await chmod(join(folder, name), 0o755)
  }
  return folder
}

const INSTALLED = Object.fromEntries(TOOLS.map(({ name, least }) => [name, `echo ${name} ${least ?? '9.9'}`]))
const ACCOUNT = `case "$*" in
  *get-caller-identity*) echo '{"Account":"123456789012","Arn":"arn:aws:iam::123456789012:role/me"}' ;;
  *ap-northeast-2*describe-regions* | *describe-regions*ap-northeast-2*) echo '{"Regions":[{"OptInStatus":"not-opted-in"}]}' ;;
  *describe-regions*) echo '{"Regions":[{"OptInStatus":"opt-in-not-required"}]}' ;;
  *get-service-quota*L-3032A538*) echo '{"Quota":{"Value":6}}' ;;
  *get-service-quota*L-952B80B8*) echo 'An error occurred (NoSuchResourceException)' >&2; exit 254 ;;
  *quota*) echo '{"Quota":{"Value":1000}}' ;;
  *'AWSServiceRoleForECS '*) echo 'An error occurred (NoSuchEntity) when calling the GetRole operation' >&2; exit 254 ;;
  *get-role*) echo '{"Role":{}}' ;;
  *list-distributions*) echo '{"DistributionList":{"Quantity":0}}' ;;
  *get-anomaly-monitors*) echo 'An error occurred (AccessDeniedException): User not enabled for cost explorer access' >&2; exit 254 ;;
  *list-cost-allocation-tags*) echo '{"CostAllocationTags":[{"TagKey":"project"}]}' ;;
  *) echo aws-cli/2.31.0 ;;
esac`

const doctor = async (path: string, ...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await runScript('doctor.ts', ['--json', ...args], {
    env: { PATH: path, FORCE_COLOR: '0' },
  })
  const { checks } = JSON.parse(stdout) as { checks: { name: string; verdict: string; detail: string }[] }
  return { exitCode, stderr, of: (part: RegExp) => checks.find(({ name }) => part.test(name)) }
}

describe('doctor', { timeout: PROGRAM_MS }, () => {
  it('passes every installed tool, and names the settings that are still placeholders', async () => {
    const { exitCode, of } = await doctor(await machineWith(INSTALLED))
    expect(exitCode).toBe(1)
    for (const { name } of TOOLS) expect(of(new RegExp(`^${name} `))?.verdict, name).toBe('ok')
    expect(of(/settings of production/)?.detail).toMatch(
      /placeholders of domain, pagerEndpoint, noticeEmail, githubRepository/,
    )
  })

  it('reports what is missing, what is too old, and how to get it', async () => {
    const { node: _, ...others } = INSTALLED
    const folder = await machineWith({ ...others, pulumi: 'echo v3.99.9', aws: 'echo aws-cli/1.45.11' })
    const { exitCode, stderr } = await doctor(folder)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/node 24\.0\.0 or newer is installed \(not found; get it: https:\/\/nodejs/)
    expect(stderr).toMatch(/pulumi 3\.\d+\.\d+ or newer is installed \(3\.99\.9; get it/)
    expect(stderr).toMatch(/aws 2\.0\.0 or newer is installed \(1\.45\.11; get it/)
  })

  it('does not mistake the checkout’s Node for the machine’s', async () => {
    const folder = await machineWith(INSTALLED)
    const checkout = join(folder, 'node_modules', '.bin')
    await mkdir(checkout, { recursive: true })
    await writeFile(join(checkout, 'node'), '#!/bin/sh\necho v1.0.0\n', { mode: 0o755 })
    const { of } = await doctor(`${checkout}:${folder}`)
    expect(of(/^node /)).toMatchObject({ verdict: 'ok', detail: '24.0.0' })
  })

  it('checks the account for what a new one lacks', async () => {
    const folder = await machineWith({ ...INSTALLED, aws: ACCOUNT })
    const { of } = await doctor(folder, '--account')
    expect(of(/credentials/)).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('role/me') })
    expect(of(/us-west-2 is enabled/)?.verdict).toBe('ok')
    expect(of(/ap-northeast-2 is enabled/)).toMatchObject({
      verdict: 'failed',
      detail: 'enable it: aws account enable-region --region-name ap-northeast-2',
    })
    expect(of(/Fargate On-Demand vCPUs fit into us-east-1/)?.detail).toMatch(
      /^6 allowed; ask for more: aws service-quotas/,
    )
    expect(of(/Aurora clusters fit into us-east-1/)).toMatchObject({ verdict: 'ok', detail: '1000 allowed' })
    expect(of(/^rds.amazonaws.com has its role/)?.verdict).toBe('ok')
    expect(of(/^ecs.amazonaws.com has its role AWSServiceRoleForECS$/)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringContaining('create-service-linked-role --aws-service-name ecs.amazonaws.com'),
    })
    expect(of(/may make distributions/)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringContaining('ask before up'),
    })
    expect(of(/Cost Explorer/)?.detail).toMatch(/User not enabled for cost explorer access; open it once/)
    expect(of(/bills are split/)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringContaining('TagKey=stack'),
    })
  })

  it('explains how to log in without credentials', async () => {
    const folder = await machineWith({ ...INSTALLED, aws: 'echo Unable to locate credentials >&2; exit 253' })
    const { of } = await doctor(folder, '--account')
    expect(of(/credentials/)?.detail).toBe(
      'Unable to locate credentials; log in: aws sso login, or set AWS_PROFILE',
    )
  })

  it('knows every program that docs/going-to-aws.md calls', async () => {
    const page = await readFile(join(dirname(SCRIPTS), 'docs', 'going-to-aws.md'), 'utf8')
    const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
      .map(([, block = '']) => block.replaceAll(/'[^']*'/g, ''))
      .join('\n')
    const called = [
      ...shell.matchAll(/(?:^|[|(;]|\bdo\s|&&|=\$\()\s*(?:[A-Z_]+=[\w$]+ )?([a-z][\w-]*) /gm),
    ].map(([, program = '']) => program)
    const POSIX = [
      'cut',
      'do',
      'done',
      'empty',
      'export',
      'fill',
      'for',
      'grep',
      'npm',
      'sed',
      'sha256sum',
      'tar',
      'while',
    ]
    // psql is for people at the database alone.
    const known = [...TOOLS.map(({ name }) => name), ...POSIX, 'psql']
    expect([...new Set(called)].filter((program) => !known.includes(program))).toEqual([])
  })
})
