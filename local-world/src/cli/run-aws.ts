import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT } from '@meridian/operator-tools/command'
import type { WorldFile } from '../world/describe-world.ts'
import { AwsCliMissingError, NoWorldRunningError } from '../world/errors.ts'
import { readDescription } from '../world/read-description.ts'
import { tailLogs } from './tail-logs.ts'

const SIGNAL_BASE = 128

/** Variables of the user's environment that would direct a command to the real AWS or another account. */
const LEFT_OUT = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_ENDPOINT_URL']

export interface AwsDependencies {
  /** `.world/world.json` of the target world. */
  readonly descriptionFile: string
  /** The CLI executable; looked up on the PATH. */
  readonly program?: string
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * Runs the stock AWS CLI against the running world and resolves to its exit code.
 *
 * The endpoint is passed as an argument, because version 1 of the CLI ignores AWS_ENDPOINT_URL for `aws rds` in us-east-1.
 */
export async function runAws(args: readonly string[], dependencies: AwsDependencies): Promise<number> {
  const { descriptionFile, program = 'aws', environment = process.env } = dependencies
  const world = readDescription(descriptionFile)
  if (!world) throw new NoWorldRunningError(descriptionFile)
  const { accessKeyId, secretAccessKey } = world.credentials
  const kept = Object.entries(environment).filter(([name]) => !LEFT_OUT.includes(name))
  if (isTail(args) && isVersionOne(program)) return tail(args.slice(2), world)
  const child = spawn(program, ['--endpoint-url', world.endpoint, ...args], {
    stdio: 'inherit',
    env: {
      ...Object.fromEntries(kept),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: world.region,
      AWS_EC2_METADATA_DISABLED: 'true',
      // Operations such as StartLiveTail would otherwise be sent to `streaming-127.0.0.1`, which does not exist.
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new AwsCliMissingError(program) : error),
    )
    child.once('exit', (code, signal) =>
      resolve(code ?? SIGNAL_BASE + (signal ? constants.signals[signal] : 0)),
    )
  })
}

const isTail = ([service, command]: readonly string[]): boolean => service === 'logs' && command === 'tail'

/** Version 1 has no `logs tail`. */
const isVersionOne = (program: string): boolean =>
  /^aws-cli\/1\./.test(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')

/** Runs until Ctrl-C, like the CLI's own. */
async function tail(args: readonly string[], world: WorldFile): Promise<number> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    return await tailLogs(args, {
      world,
      print: (line) => process.stdout.write(`${line}\n`),
      now: Date.now,
      wait: (milliseconds) => sleep(milliseconds, true, { signal: stop.signal }).catch(() => false),
    })
  } catch (error) {
    const { code, message, name } = error as NodeJS.ErrnoException
    if (name !== 'SyntaxError' && !code?.startsWith('ERR_PARSE_ARGS')) throw error
    process.stderr.write(
      `${message}\nUsage: npm run aws -- logs tail <group> [--follow] [--since 10m] [--filter-pattern <pattern>]\n`,
    )
    return EXIT.wrongUse
  }
}
