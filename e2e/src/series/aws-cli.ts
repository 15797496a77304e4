import { execFile } from 'node:child_process'
import { setPriority } from 'node:os'
import { promisify } from 'node:util'
import type { RoleChangeCaller } from '@meridian/drills'
import type { TargetDescription } from '@meridian/operator-tools'

const run = promisify(execFile)

const TIMEOUT_MS = 30_000
/** On AWS it starts on the operator's own machine, not next to the databases. A planned change may start late. */
const PLANNED_NICENESS = 19

/** Calls for a change of writer with the stock AWS CLI, which is a separate process and takes a second to start. */
export function awsCliCaller(target: TargetDescription): RoleChangeCaller {
  return async ({ kind, globalClusterId, targetArn, region }) => {
    await aws(target, kind === 'switchover' ? PLANNED_NICENESS : 0, [
      ...['rds', `${kind}-global-cluster`, '--region', region],
      ...['--global-cluster-identifier', globalClusterId, '--target-db-cluster-identifier', targetArn],
      ...(kind === 'failover' ? ['--allow-data-loss'] : []),
    ])
  }
}

/** `aws-cli/1.45.11 …`; rejects where it is not installed. */
export const awsCliVersion = async (): Promise<string> => {
  const { stdout, stderr } = await run('aws', ['--version'], { timeout: TIMEOUT_MS })
  return (stdout || stderr).trim()
}

async function aws(
  { endpoint = '', credentials }: TargetDescription,
  niceness: number,
  args: readonly string[],
): Promise<string> {
  const running = run('aws', [...args, '--endpoint-url', endpoint, '--output', 'json'], {
    timeout: TIMEOUT_MS,
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
      AWS_PAGER: '',
    },
  })
  if (running.child.pid !== undefined) setPriority(running.child.pid, niceness)
  return (await running).stdout
}
