import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleOutputs } from '@meridian/operator-tools/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDatabases } from './control-planes.ts'
import { runScript as run } from './run-script.ts'

it('a command whose world does not run exits 1 and explains how to start one', async () => {
  const { exitCode, stderr } = await run('test-dns.ts', [
    '--target',
    'local',
    '--world',
    'no-such-world.json',
  ])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('MERIDIAN_TARGET_WORLD_NOT_RUNNING')
  expect(stderr).toContain('npm start')
})

describe('demo', () => {
  it('exits 3 where it cannot wait for Enter, and names --auto', async () => {
    const { args } = await startDatabases({ pid: process.pid })
    const { exitCode, stderr } = await run('demo.ts', args)
    expect(stderr).toContain('--auto')
    expect(exitCode).toBe(3)
  })

  it('exits 3 on AWS, where no region is broken for a demonstration', async () => {
    const { exitCode, stderr } = await run('demo.ts', [
      '--target',
      'aws',
      '--outputs',
      'outputs.json',
      '--auto',
    ])
    expect(stderr).toContain('npm start')
    expect(exitCode).toBe(3)
  })
})

describe('a command without --target', () => {
  it('uses the running local world when it changes nothing, and reports that it did', async () => {
    const { args } = await startDatabases({ pid: process.pid })
    const { exitCode, stderr } = await run('failover.ts', [
      'plan',
      '--to',
      'us-west-2',
      ...withoutTarget(args),
    ])
    expect(stderr).toMatch(/^Target: local, the world of \S+world\.json\n/)
    expect(exitCode).toBe(3)
  })

  it('exits 2 when that world has stopped', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    const { args } = await startDatabases({ pid })
    const { exitCode, stderr } = await run('verify-deployment.ts', withoutTarget(args))
    expect(stderr).toContain("'--target <target>' not specified, and no local world runs here")
    expect(exitCode).toBe(2)
  })

  it.each([
    ['failover.ts', ['switchover', '--to', 'us-west-2']],
    ['kill-task.ts', ['--region', 'us-west-2']],
    ['drill.ts', ['planned-switchover']],
  ])('%s exits 2 when it may change something, whatever runs', async (script, command) => {
    const { args, changes } = await startDatabases({ pid: process.pid })
    const { exitCode, stderr } = await run(script, [...command, ...withoutTarget(args)])
    expect(stderr).toContain("'--target <target>' not specified: this command may change something")
    expect(exitCode).toBe(2)
    expect(changes()).toEqual([])
  })

  const withoutTarget = ([, , ...rest]: readonly string[]) => rest
})

it('a warning of a library is not printed', async () => {
  const warn =
    "setInterval(() => { process.emitWarning('by a library'); console.warn('by a library') }, 5).unref()"
  const { args } = await startDatabases()
  const { exitCode, stderr } = await run('failover.ts', ['plan', '--to', 'us-west-2', ...args], {
    env: {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.once('warning', () => {});${warn}`)}`,
    },
  })
  expect(exitCode).toBe(3)
  expect(stderr.split('\n').filter((line) => line.includes('by a library'))).toEqual([])
})

describe('a report', () => {
  /** A stack whose addresses all lead nowhere: every check fails, quickly. */
  async function brokenStack(): Promise<readonly string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'meridian-outputs-'))
    const proxy = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
    )
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      await new Promise((resolve) => proxy.close(resolve))
      await rm(folder, { recursive: true })
    })
    const file = join(folder, 'outputs.json')
    await writeFile(file, JSON.stringify(sampleOutputs()))
    const { port } = proxy.address() as AddressInfo
    return [
      '--target',
      'aws',
      '--outputs',
      file,
      '--vantage',
      `seoul=http://127.0.0.1:${port}`,
      '--no-report',
    ]
  }

  it('is JSON on stdout and text without colours on stderr', async () => {
    const stack = await brokenStack()
    const { exitCode, stdout, stderr } = await run('test-latency.ts', [...stack, '--json'], {
      env: { NO_COLOR: '1' },
    })
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'test-latency', target: 'aws', verdict: 'failed' })
    expect(stderr).toContain('Seoul → us-east-1 answers')
    expect(stderr).not.toContain('\u001b[')
  })

  it('may be cut short when the reader closes the pipe', async () => {
    const { stderr } = await run('test-latency.ts', [...(await brokenStack()), '--json'], {
      closeStdoutEarly: true,
    })
    expect(stderr).not.toContain('EPIPE')
  })
})
