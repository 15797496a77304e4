import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { EXIT, exitCodeFor } from '@meridian/operator-tools/command'
import { listen } from '@meridian/operator-tools/testing'
import { describe, expect, it } from 'vitest'
import {
  argumentsFor,
  argumentsForAws,
  left,
  startDatabases,
  startRegions,
  startTasks,
  temporaryFolder,
} from './control-planes.ts'
import { type Ended, runScript } from './run-script.ts'

const TO_OREGON = ['--to', 'us-west-2']
const DIGEST = `sha256:${'a'.repeat(64)}`

/** Refused for safety, with nothing on stdout that a program could take for a result. */
function expectRefusal({ exitCode, stdout, stderr }: Ended, reason: string): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringContaining(reason) })
  expect(stdout).toBe('')
}

describe('failover exits 3 and asks AWS for no change', () => {
  it.each([
    ['nobody agreed', [], 'there is no terminal to ask on. Agree with: --confirm meridian-usw2'],
    [
      'somebody agreed to something else',
      ['--confirm', 'meridian-apne2'],
      '"meridian-apne2" was confirmed, and this would change "meridian-usw2"',
    ],
    ['a required check failed', ['--confirm', 'meridian-usw2'], '→ wait until it is so: --wait-s 60'],
  ])('when %s', async (_title, agreed, reason) => {
    const { args, results, changes } = await startDatabases()
    for (const verb of ['switchover', 'failover'])
      expectRefusal(await runScript('failover.ts', [verb, ...TO_OREGON, ...agreed, ...args]), reason)
    expect(changes()).toEqual([])
    expect(await left(results)).toEqual([])
  })

  it('when a plan is not safe, and names the failed checks', async () => {
    const { args } = await startDatabases()
    const ended = await runScript('failover.ts', ['plan', ...TO_OREGON, ...args])
    expectRefusal(ended, '✗ cluster meridian-usw2 and its instances are available')
    expect(ended.stderr).toContain('Way out: wait until it is so: --wait-s 60')
  })

  it('when the file to resume is not a journal', async () => {
    const { args, changes } = await startDatabases()
    const file = join(await temporaryFolder(), 'journal.jsonl')
    await writeFile(file, 'shopping list\n')
    const ended = await runScript('failover.ts', ['resume', '--journal', file, ...args])
    expectRefusal(ended, `${file} holds no operation`)
    expect(changes()).toEqual([])
  })
})

/** The tools' clients wait so long for a whole call, and one call is made. */
const WHOLE_CALL_MS = 20_000

it(
  'failover exits 1 when the control plane accepts a call and never answers, and no library writes on the screen',
  async () => {
    const { args } = await argumentsFor({ endpoint: await listen(createServer(() => {})) })
    const { exitCode, stdout, stderr } = await runScript('failover.ts', ['plan', ...TO_OREGON, ...args])
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^MERIDIAN_AWS_UNREACHABLE: .* did not answer in time/,
    )
    expect(stderr).not.toMatch(/smithy|\bat \S+ \(/)
  },
  3 * WHOLE_CALL_MS,
)

describe('kill-task', () => {
  const run = (args: readonly string[]) => runScript('kill-task.ts', ['--region', 'us-west-2', ...args])

  it('exits 3 and stops nothing without confirmation', async () => {
    const { args, stopped } = await startTasks(2)
    expectRefusal(await run(args), 'Agree with: --confirm task-1')
    expect(stopped.size).toBe(0)
  })

  it('exits 3 and stops nothing when the task is the last one', async () => {
    const { args, stopped } = await startTasks(1)
    expectRefusal(await run(['--confirm', 'task-1', ...args]), 'Allow it with: --even-last')
    expect(stopped.size).toBe(0)
  })

  it('exits 1 when no other task runs in time', async () => {
    const { args, stopped } = await startTasks(2)
    const { exitCode, stdout } = await run(['--confirm', 'task-1', '--deadline-s', '1', '--json', ...args])
    expect(exitCode).toBe(1)
    expect([...stopped]).toEqual([expect.stringMatching(/\/task-1$/)])
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'kill-task', verdict: 'failed' })
  })
})

describe('what would change a region or the real thing exits 3', () => {
  it('migrate, without confirmation of the writer region', async () => {
    const { args, changes } = await startDatabases()
    expectRefusal(await runScript('migrate.ts', args), 'Agree with: --confirm us-east-1')
    expect(changes()).toEqual([])
  })

  it('deploy-region, without confirmation', async () => {
    const { args: world } = await argumentsFor({})
    const region = ['--region', 'us-west-2', '--image', `frontend=${DIGEST}`]
    expectRefusal(
      await runScript('deploy-region.ts', [...region, ...world]),
      'Agree with: --confirm us-west-2',
    )
  })

  it('drill on AWS, without confirmation', async () => {
    const ended = await runScript('drill.ts', ['planned-switchover', ...(await argumentsForAws())])
    expectRefusal(ended, 'Agree with: --confirm planned-switchover')
  })

  it('deploy-gate, when a release has to wait', async () => {
    const { args } = await startDatabases()
    const { exitCode, stdout } = await runScript('deploy-gate.ts', ['--json', '--no-report', ...args])
    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'failed' })
  })
})

// A read-only command refuses nothing: a bad response is a failure.
describe('replication-lag', () => {
  const QUICKLY = ['--samples', '3', '--interval-ms', '10', '--json', '--no-report']

  it.each([
    ['exits 0 when every region lags less than allowed', 40, 0, 'ok'],
    ['exits 1 when one lags more', 1_400, 1, 'failed'],
  ])('%s', async (_title, lagMs, code, verdict) => {
    const { args } = await startRegions(lagMs)
    const { exitCode, stdout, stderr } = await runScript('replication-lag.ts', [...QUICKLY, ...args])
    const report = JSON.parse(stdout)
    expect(report.tool).toBe('replication-lag')
    expect(stderr).toContain('p99')
    expect(stderr).toContain(' 3/3 sampled\n')
    // What lags on a machine that is too busy is left open, in words.
    const isLeftOpen = verdict === 'failed' && /too busy/.test(stderr)
    expect([exitCode, report.verdict]).toEqual(isLeftOpen ? [4, 'inconclusive'] : [code, verdict])
  })
})

it('verify-deployment exits 1 when a check fails', async () => {
  const { args } = await startDatabases()
  const ended = await runScript('verify-deployment.ts', [
    '--json',
    '--no-report',
    '--timeout-ms',
    '100',
    ...args,
  ])
  expect(ended.exitCode).toBe(1)
  expect(JSON.parse(ended.stdout)).toMatchObject({ tool: 'verify-deployment', verdict: 'failed' })
})

it('the exit codes of every command match docs/errors.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')
  const section = page.slice(0, page.indexOf('\n## MERIDIAN_'))
  const documented = [...section.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  expect(documented).toEqual(Object.values(EXIT))
})

it.each([
  ['ok', 0],
  ['unknown', 0],
  ['failed', 1],
  ['inconclusive', 4],
] as const)('a report that is %s ends its command with %i', (verdict, code) => {
  expect(exitCodeFor(verdict)).toBe(code)
})
