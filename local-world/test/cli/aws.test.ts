import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { runAws } from '../../src/cli/run-aws.ts'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { sts } from '../../src/modules/sts/index.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { describeWithAwsCli } from '../support/aws-cli.ts'
import { OPEN } from '../support/test-trust.ts'

const RUN_AWS = new URL('../../src/cli/run-aws.ts', import.meta.url).href

function folderWith(description: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-aws-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'world.json'), JSON.stringify(description))
  return folder
}

const world = (endpoint: string) => ({
  pid: process.pid,
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

/** As the command does it, with what it prints. */
async function run(folder: string, ...args: readonly string[]) {
  const options = JSON.stringify({ descriptionFile: join(folder, 'world.json') })
  const program = `import { runAws } from '${RUN_AWS}'
    process.exitCode = await runAws(process.argv.slice(1), ${options})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
    env: { ...process.env, AWS_PROFILE: 'production' },
  })
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  const exitCode = await new Promise((resolve) => child.once('exit', resolve))
  const [stdout, stderr] = await printed
  return { exitCode, stdout, stderr }
}

it('reports that no world is running, and the command that starts one', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  const folder = folderWith({ ...world('http://127.0.0.1:1'), pid: gone })
  for (const file of ['world.json', 'none.json'])
    await expect(runAws([], { descriptionFile: join(folder, file) })).rejects.toThrow(/npm start/)
})

it('reports that the AWS CLI is missing', async () => {
  const descriptionFile = join(folderWith(world('http://127.0.0.1:1')), 'world.json')
  await expect(runAws([], { descriptionFile, program: 'no-such-aws' })).rejects.toMatchObject({
    code: 'MERIDIAN_AWS_CLI_MISSING',
  })
})

it('passes on arguments and the exit code, but no settings of another account', async () => {
  const folder = folderWith(world('http://127.0.0.1:4566'))
  const program = join(folder, 'aws')
  writeFileSync(program, '#!/bin/sh\necho "$@" "$AWS_PROFILE" "$AWS_DEFAULT_REGION" > "$OUT"\nexit 254\n')
  chmodSync(program, 0o755)
  const out = join(folder, 'out')
  const environment = { ...process.env, AWS_PROFILE: 'production', AWS_REGION: 'eu-west-1', OUT: out }
  const descriptionFile = join(folder, 'world.json')
  expect(await runAws(['rds', 'describe-events'], { descriptionFile, program, environment })).toBe(254)
  const { stdout } = spawnSync('cat', [out], { encoding: 'utf8' })
  expect(stdout).toBe('--endpoint-url http://127.0.0.1:4566 rds describe-events  us-east-1\n')
})

describeWithAwsCli('the stock AWS CLI', () => {
  // INV-STS-1
  it('calls the world', async () => {
    const running = await sts.start(undefined, {} as never)
    const endpoint = await startControlEndpoint([running.control!], createJournal(createRealClock()), OPEN)
    onTestFinished(() => endpoint[Symbol.asyncDispose]())
    const folder = folderWith(world(`http://127.0.0.1:${endpoint.port}`))
    const identity = await run(folder, 'sts', 'get-caller-identity', '--output', 'json')
    expect(identity).toMatchObject({ exitCode: 0, stderr: '' })
    expect(JSON.parse(identity.stdout)).toMatchObject({ Account: '000000000000' })
    const unknown = await run(folder, 'sts', 'get-session-token')
    expect(unknown.exitCode).not.toBe(0)
    expect(unknown.stderr).toContain('sts:GetSessionToken is not implemented in the local world')
  })
})
