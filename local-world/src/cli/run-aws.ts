import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { AwsCliMissing, NoWorldRunning } from '../world/errors.ts'
import { readDescription } from '../world/read-description.ts'

const SIGNAL_BASE = 128

/** Of a person's own set-up, what would send a command to the real AWS or to another account. */
const LEFT_OUT = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_ENDPOINT_URL']

export interface AwsDependencies {
  /** `.world/world.json` of the world to speak to. */
  readonly descriptionFile: string
  /** The command-line tool; found on the PATH. */
  readonly program?: string
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * Runs the stock AWS CLI against the running world and resolves to its exit code.
 *
 * The endpoint is given as an argument: version 1 of the CLI ignores AWS_ENDPOINT_URL for `aws rds` in us-east-1.
 */
export async function runAws(args: readonly string[], dependencies: AwsDependencies): Promise<number> {
  const { descriptionFile, program = 'aws', environment = process.env } = dependencies
  const world = readDescription(descriptionFile)
  if (!world) throw new NoWorldRunning(descriptionFile)
  const { accessKeyId, secretAccessKey } = world.credentials
  const kept = Object.entries(environment).filter(([name]) => !LEFT_OUT.includes(name))
  const child = spawn(program, ['--endpoint-url', world.endpoint, ...args], {
    stdio: 'inherit',
    env: {
      ...Object.fromEntries(kept),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: world.region,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new AwsCliMissing(program) : error),
    )
    child.once('exit', (code, signal) =>
      resolve(code ?? SIGNAL_BASE + (signal ? constants.signals[signal] : 0)),
    )
  })
}
