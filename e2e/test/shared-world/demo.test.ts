import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '@meridian/operator-tools'
import { expect, onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'

/** As a speaker would run it before a talk. */
it('the demonstration goes through all its steps unattended and leaves its evidence', {
  timeout: 300_000,
}, async ({ sharedWorld }) => {
  const results = mkdtempSync(join(tmpdir(), 'meridian-demo-'))
  onTestFinished(() => rmSync(results, { recursive: true, force: true }))
  const child = spawn(
    process.execPath,
    ['scripts/demo.ts', '--auto', '--record', '--json', '--results', results],
    {
      cwd: REPOSITORY_ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MERIDIAN_WORLD: sharedWorld.folders.descriptionFile },
    },
  )
  const [stdout, stderr]: [string[], string[]] = [[], []]
  child.stdout.setEncoding('utf8').on('data', (text) => stdout.push(text))
  child.stderr.setEncoding('utf8').on('data', (text) => stderr.push(text))
  const exitCode = await new Promise((resolve) => child.once('close', resolve))

  const { checks } = JSON.parse(stdout.join('')) as Report
  expect(
    checks.filter(({ verdict }) => verdict !== 'ok'),
    stderr.join(''),
  ).toEqual([])
  expect(checks).toHaveLength(10)
  expect(exitCode).toBe(0)
  const report = readFileSync(join(results, 'demo', 'latest', 'report.md'), 'utf8')
  expect(report).toContain('us-west-2 writes')
  // Each command has also left its own evidence.
  for (const tool of ['test-latency', 'replication-lag', 'kill-task', 'test-dns', 'verify-deployment'])
    expect(readFileSync(join(results, tool, 'latest', 'report.md'), 'utf8')).toContain(
      'measured on the local world',
    )
})
