import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { describe } from 'vitest'

const run = promisify(execFile)

const version = spawnSync('aws', ['--version'], { encoding: 'utf8' })

/** Tests of the stock AWS CLI; skipped if it is not installed. */
export const describeWithAwsCli = version.status === 0 ? describe : describe.skip

/** Runs commands against an endpoint and parses their output; an argument that contains spaces is passed after the command. */
export function awsCli(endpoint: string) {
  const options = ['--endpoint-url', endpoint, '--output', 'json']
  const keys = {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
  }
  return async (command: string, ...more: readonly string[]) => {
    const { stdout } = await run('aws', [...options, ...command.split(' '), ...more], {
      env: { ...process.env, ...keys },
    })
    return stdout === '' ? undefined : JSON.parse(stdout)
  }
}
