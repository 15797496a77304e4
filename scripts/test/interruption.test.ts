import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { FakeGlobalDatabase, sampleOperation, startRdsServer } from '@meridian/failover/testing'
import { listen } from '@meridian/operator-tools/testing'
import { expect, it } from 'vitest'
import { argumentsFor, startTasks } from './control-planes.ts'
import { runScript } from './run-script.ts'

const INTERRUPTED = 130

/** The pid of a process that has exited: its journal may be resumed. */
const endedPid = () => spawnSync(process.execPath, ['--version']).pid

/** A failover that AWS reports as under way forever, and the journal of the run that called it. */
async function startUnendingFailover() {
  const operation = sampleOperation('failover')
  const database = {
    ...(await new FakeGlobalDatabase().describe()),
    status: 'failing-over',
    roleChange: { status: 'failing-over', toArn: operation.to.arn },
  }
  const { endpoint } = await startRdsServer(({ action }) =>
    action === 'DescribeGlobalClusters' ? database : undefined,
  )
  const { args, results } = await argumentsFor({ endpoint })
  const folder = join(results, 'failover', operation.id)
  await mkdir(folder, { recursive: true })
  const journal = join(folder, 'journal.jsonl')
  const lines = [
    { operation, target: 'local', pid: endedPid() },
    { at: '2026-11-21T09:00:00.000Z', state: 'planned', event: 'opened' },
    { at: '2026-11-21T09:00:01.300Z', state: 'calling', event: 'callIntended' },
  ]
  await writeFile(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return { args, journal }
}

it('an interrupted change of writer reports what was done, its state, and the command to continue', async () => {
  const { args, journal } = await startUnendingFailover()
  const { exitCode, stdout, stderr } = await runScript('failover.ts', ['resume', ...args], {
    interruptAt: /running; seen:/,
  })
  expect({ exitCode, stdout }).toEqual({ exitCode: INTERRUPTED, stdout: '' })
  const said = stderr.slice(stderr.indexOf('Stopped'))
  expect(said).toMatch(/^Stopped while running\. AWS has taken the call and goes on by itself\./)
  expect(said).toContain('2026-11-21T09:00:01.300Z calling')
  expect(said).toMatch(/last seen: failing-over, role change failing-over, writer us-east-1/)
  const [, command = '', file] =
    /Go on with: (npm run failover -- resume --target local) --journal (\S+)\n$/.exec(said) ?? []
  expect(command).not.toBe('')
  expect(join(process.cwd(), file ?? '')).toBe(journal)
})

it('a failover that is interrupted before its call reports that nothing has changed', async () => {
  const { args } = await argumentsFor({ endpoint: await listen(createServer(() => {})) })
  const change = ['failover', '--to', 'us-west-2', '--confirm', 'meridian-usw2', ...args]
  const { exitCode, stderr } = await runScript('failover.ts', change, { interruptAt: /asking us-west-2/ })
  expect(exitCode).toBe(INTERRUPTED)
  expect(stderr).toContain('Stopped. Nothing has been called: nothing has changed.')
})

it('an interrupted tool reports what continues without it', async () => {
  const { args } = await startTasks(2)
  const kill = ['--region', 'us-west-2', '--confirm', 'task-1', ...args]
  const { exitCode, stdout, stderr } = await runScript('kill-task.ts', kill, {
    interruptAt: /waiting for another task/,
  })
  expect({ exitCode, stdout }).toEqual({ exitCode: INTERRUPTED, stdout: '' })
  expect(stderr).toMatch(/Stopped before the end: there is no report\. ECS replaces a stopped task/)
})
