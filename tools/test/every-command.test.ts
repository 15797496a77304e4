import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'

const COLUMNS = 80
const NO_WORLD = /'--target <target>' not specified, and no local world runs here \(npm start starts one\)/
const NOT_NAMED = /'--target <target>' not specified: this command may change something/
const STACK = /^ {4}at /m
const TIMEOUT_MS = 120_000
/** npm runs these without `run`. */
const NPM_OWN = ['start', 'test']
/** Biome's own. */
const NOT_OURS = ['format']

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) =>
  NOT_OURS.includes(name) ? [] : [[name, line.split(' ').slice(1)] as const],
)

/** Runs it like npm, without a terminal. */
async function run(words: readonly string[], ...args: string[]) {
  const child = spawn(process.execPath, [...words, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', MERIDIAN_WORLD: join(ROOT, 'no-such-world.json') },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

/** Wrong uses of each command: the arguments, and a refusal that says what was wrong and what is expected. */
const WRONG_USES: Readonly<Record<string, readonly (readonly [words: string, refusal: RegExp])[]>> = {
  start: [
    ['--dns-port 70000', /'70000' is invalid.*from 0 to 65535/],
    ['--control-port dns', /'dns' is invalid.*from 0 to 65535/],
    ['--stall-limit 0', /'0' is invalid.*above 0/],
    ['--config pace', /'pace' is invalid.*key=value/],
    ['--stack moon', /no stack "moon".*poc, production/],
    ['now', /too many arguments.*now/],
  ],
  test: [
    ['--part quick', /quick is not one of static/],
    ['--part', /argument missing/],
  ],
  check: [['all', /Unexpected argument 'all'/]],
  plan: [
    ['--stack moon', /no stack "moon".*poc, production/],
    ['--stack', /argument missing/],
  ],
  preview: [['--config pace', /'pace' is invalid.*key=value/]],
  console: [
    ['--port high', /'high' is invalid.*from 0 to 65535/],
    ['--target aws', /needs --outputs <file>/],
  ],
  'verify-deployment': [
    ['', NO_WORLD],
    ['--timeout-ms soon', /'soon' is invalid.*whole number from 1 up/],
  ],
  'test-dns': [
    ['--target moon', /'moon' is invalid.*local, aws/],
    ['--cities seul', /"seul" is not one of seoul/],
  ],
  'test-latency': [
    ['--samples 0', /"0" is not a whole number from 1 up/],
    ['--target local --jsn', /Did you mean --json/],
  ],
  'replication-lag': [['now', /too many arguments.*now/]],
  failover: [
    ['', /Commands:/],
    ['fallover', /unknown command 'fallover'/],
    ['plan', /'--to <region>' not specified/],
    ['plan --to eu-west-9', /'eu-west-9' is invalid.*us-east-1/],
    ['switchover --to us-west-2', NOT_NAMED],
    ['resume --target aws', /needs --outputs <file>/],
  ],
  'kill-task': [
    ['', /'--region <region>' not specified/],
    ['--region us-west-2', NOT_NAMED],
    ['--service web', /'web' is invalid.*marketing-api/],
  ],
  demo: [['--only latency,fireworks', /"fireworks" is not one of latency, lag, task/]],
  drill: [
    ['', /missing required argument 'name'/],
    ['fire', /'fire' is invalid.*planned-switchover/],
    ['region-loss', NOT_NAMED],
    ['region-loss --target local --rate 0', /not a number above 0/],
  ],
  'deploy-gate': [['--target aws', /needs --outputs <file>/]],
  'deploy-region': [
    ['--target local', /'--region <region>' not specified/],
    ['--target local --region us-west-2', /'--image <service=digest>' not specified/],
    ['--image frontend=latest', /is not <service>=sha256:<64 hexadecimal digits>/],
    ['--image web=sha256:0', /"web=sha256:0" is not <service>=sha256/],
  ],
  migrate: [['', NOT_NAMED]],
  'image-replication': [['', /'--image <service=digest>' not specified/]],
  'image-scan': [['--fail-on WORST', /'WORST' is invalid.*CRITICAL/]],
  cost: [
    ['--by moon', /'moon' is invalid.*resource, component, region, service/],
    ['--profile heavy', /'heavy' is invalid.*idle, typical, peak, all/],
  ],
  policy: [
    ['--rule moon', /no rule "moon"; --list shows them/],
    ['--stack moon', /'moon' is invalid.*poc, production, all/],
  ],
  permissions: [
    ['--action decrypt', /'decrypt' is invalid.*such as kms:Decrypt/],
    ['--context region', /'region' is invalid.*such as aws:RequestedRegion/],
  ],
  'rehearse-up': [['--as moon', /'moon' is invalid.*person/]],
  doctor: [['--stack moon', /'moon' is invalid.*poc/]],
  docs: [['all', /too many arguments.*all/]],
  series: [
    ['', /missing required argument 'kind'/],
    ['switchover --runs 0', /"0" is not a whole number from 1 up/],
  ],
  soak: [['--minutes long', /'long' is invalid.*above 0/]],
  'failure-schedules': [['--bug moon', /'moon' is invalid.*write-unfenced/]],
  build: [['moon', /no service "moon".*frontend/]],
  bench: [['moon', /'moon' is invalid.*request-path, token-cost, world-start/]],
  'new-module': [
    ['', /One name is wanted, such as sqs/],
    ['RDS', /lower-case letters/],
  ],
}

describe.each(COMMANDS)('npm run %s', { timeout: TIMEOUT_MS, concurrent: true }, (name, words) => {
  it('prints its help on stdout, with examples and exit codes, in 80 columns, and exits 0', async () => {
    const { code, stdout, stderr } = await run(words, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: npm ${NPM_OWN.includes(name) ? name : `run ${name}`}`)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes: ')
    // A default may be a folder of this checkout, whose path may be long.
    const wide = stdout.split('\n').filter((line) => line.length > COLUMNS && !line.includes(ROOT))
    expect(wide).toEqual([])
  })

  // The AWS CLI validates its own options.
  it.skipIf(name === 'aws')(
    'refuses an unknown option with exit code 2 and a reason, without a stack trace',
    async () => {
      const { code, stdout, stderr } = await run(words, '--no-such-option')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/error: |Unknown option/)
      expect(stderr).not.toMatch(STACK)
    },
  )

  it.each(WRONG_USES[name] ?? [])(
    'refuses "%s" with exit code 2, the reason and the next step, without a stack trace',
    async (typed, refusal) => {
      const { code, stdout, stderr } = await run(words, ...typed.split(' ').filter((word) => word !== ''))
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(refusal)
      expect(stderr).toMatch(/^(Help: npm .*--help|Usage: npm .*)$/m)
      expect(stderr).not.toMatch(STACK)
    },
  )
})

it('npm run aws without a service prints its usage and exits 2', async () => {
  const { code, stderr } = await run(scripts.aws!.split(' ').slice(1))
  expect(code).toBe(2)
  expect(stderr).toContain('Usage: npm run aws --')
})

it('every command has examples of wrong use here', () => {
  expect(Object.keys(WRONG_USES)).toEqual(COMMANDS.map(([name]) => name).filter((name) => name !== 'aws'))
})
