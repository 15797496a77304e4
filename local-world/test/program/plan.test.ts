import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY_ROOT } from './programs.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

function plan(...options: readonly string[]) {
  const file = join(REPOSITORY_ROOT, 'local-world/src/cli/plan.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...options], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the plan command', () => {
  it('prints the resources as a tree, and the types that nothing runs for', () => {
    const { status, stdout, stderr } = plan('--program', join(FIXTURES, 'sound'), '--stack', 'dev')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /├─ network +fixture:network:Network +local-world\/test\/program\/fixtures\/sound\/index\.ts:14\n│ {2}└─ network-vpc +aws\.ec2\.Vpc +ap-northeast-2/,
    )
    expect(stderr).toMatch(/Stack dev: 3 resources, 2 components/)
    expect(stderr).toMatch(/taken without an effect:\n {2}aws\.ec2\.Vpc: enableDnsSupport\n/)
  })

  it('prints the whole graph as JSON, with secrets masked', () => {
    const { status, stdout } = plan('--program', join(FIXTURES, 'sound'), '--stack', 'dev', '--json')
    expect(status).toBe(0)
    const graph = JSON.parse(stdout) as { resources: readonly object[]; stackOutputs: { token: string } }
    expect(graph.resources).toHaveLength(5)
    expect(graph.stackOutputs.token).toBe('[secret]')
  })

  it('states when it reuses the graph of an unchanged program, and runs it again with --fresh', () => {
    const sound = ['--program', join(FIXTURES, 'sound'), '--stack', 'dev']
    expect(plan(...sound, '--fresh').stderr).not.toContain('unchanged since')
    const remembered = plan(...sound)
    expect(remembered.status).toBe(0)
    expect(remembered.stderr).toMatch(/ s, as run at [\d-]+ [\d:]+ UTC and unchanged since\.\n/)
    expect(remembered.stdout).toBe(plan(...sound, '--fresh').stdout)
  })

  it('takes settings that override the stack file’s', () => {
    const settings = ['sound:greeting=good day', 'sound:domain=other.test']
    const { stdout } = plan(
      ...['--program', join(FIXTURES, 'sound'), '--stack', 'dev', '--json'],
      ...settings.flatMap((setting) => ['--config', setting]),
    )
    const { stackOutputs } = JSON.parse(stdout) as { stackOutputs: { settings: object } }
    expect(stackOutputs.settings).toMatchObject({ greeting: 'good day', domain: 'other.test' })
  })

  it('exits with 1 on problems that AWS would refuse or this world does not honour, and lists them all', () => {
    const { status, stdout, stderr } = plan('--program', join(FIXTURES, 'three-origins'), '--stack', 'dev')
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^MERIDIAN_WORLD_PLAN_REFUSED: The program cannot run as it is:\n/)
    expect(stderr).toMatch(/an origin group has exactly 2 members, found 3/)
    expect(stderr).toMatch(
      /sets defaultCacheBehavior\.realtimeLogConfigArn, which this world does not honour/,
    )
  })

  it('exits with 1 and the program’s error when it fails', () => {
    const { status, stderr } = plan('--program', join(FIXTURES, 'throws'), '--stack', 'dev')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^MERIDIAN_PROGRAM_FAILED: .*three zones were asked for/)
  })

  it.each([
    ['an unknown option', ['--stak', 'poc'], /Did you mean --stack\?/],
    ['a setting without a value', ['--config', 'meridian:zoneCount'], /Wanted key=value/],
    ['an unknown stack', ['--stack', 'staging'], /no stack "staging".*it has poc, production/],
  ])('exits with 2 on %s', (_, options, words) => {
    const { status, stderr } = plan(...options)
    expect(status).toBe(2)
    expect(stderr).toMatch(words)
  })

  it('prints help with examples', () => {
    const { status, stdout } = plan('--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(/npm run plan -- --json/)
  })
})
