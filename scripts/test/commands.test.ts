import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleOutputs } from '@meridian/drills/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runScript as run, SCRIPTS } from './run-script.ts'

const isWorldRunning = existsSync(join(SCRIPTS, '..', '.world', 'world.json'))

const COMMANDS = ['test-latency.ts', 'test-dns.ts', 'verify-deployment.ts', 'replication-lag.ts']

describe.each(COMMANDS)('%s', (script) => {
  it('shows examples and its exit codes, and exits 0', async () => {
    const { exitCode, stdout } = await run(script, ['--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`node scripts/${script} --target local`)
    expect(stdout).toContain('Exit codes: 0')
  })

  it.each([
    ['no target', [], /--target <target>' not specified/],
    ['an unknown target', ['--target', 'moon'], /Allowed choices are local, aws/],
    ['aws without outputs', ['--target', 'aws'], /needs --outputs <file>/],
    ['a misspelt option', ['--target', 'local', '--jsn'], /Did you mean --json/],
  ])('exits 2 on %s, with nothing on stdout', async (_title, args, message) => {
    const { exitCode, stdout, stderr } = await run(script, args)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
  })

  it.skipIf(isWorldRunning)('exits 1 and says how to start when no world runs', async () => {
    const { exitCode, stderr } = await run(script, ['--target', 'local'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('MERIDIAN_TARGET_WORLD_NOT_RUNNING')
    expect(stderr).toContain('npm start')
  })
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

  it('is JSON on stdout and words without colours on stderr', async () => {
    const stack = await brokenStack()
    const { exitCode, stdout, stderr } = await run('test-latency.ts', [...stack, '--json'], {
      env: { NO_COLOR: '1' },
    })
    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ tool: 'test-latency', target: 'aws', verdict: 'failed' })
    expect(stderr).toContain('Seoul → us-east-1 answers')
    expect(stderr).not.toContain('\u001b[')
  })

  it('may be cut short by the reader of a pipe', async () => {
    const { stderr } = await run('test-latency.ts', [...(await brokenStack()), '--json'], {
      closeStdoutEarly: true,
    })
    expect(stderr).not.toContain('EPIPE')
  })
})
