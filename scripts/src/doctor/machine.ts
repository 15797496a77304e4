import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, checkThat, failed } from '@meridian/operator-tools'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import type { Ask } from './ask.ts'

interface Tool {
  readonly name: string
  readonly arguments: readonly string[]
  /** Minimum version; absent where any will do. */
  readonly least?: string
  readonly get: string
}

const PULUMI = version('@pulumi/pulumi', 'infra/pulumi/package.json')

/** What the commands of docs/going-to-aws.md call; a test compares them. */
export const TOOLS: readonly Tool[] = [
  // An older one ends with ERR_UNKNOWN_FILE_EXTENSION: the program is TypeScript, and Pulumi runs it with this Node.
  { name: 'node', arguments: ['--version'], least: '24.0.0', get: 'https://nodejs.org, or nvm install 24' },
  { name: 'pulumi', arguments: ['version'], least: PULUMI, get: 'https://www.pulumi.com/docs/install' },
  { name: 'aws', arguments: ['--version'], least: '2.0.0', get: 'https://docs.aws.amazon.com/cli' },
  { name: 'docker', arguments: ['buildx', 'version'], get: 'https://docs.docker.com/engine/install' },
  { name: 'gh', arguments: ['--version'], get: 'https://cli.github.com' },
  { name: 'git', arguments: ['--version'], get: 'https://git-scm.com' },
  { name: 'jq', arguments: ['--version'], get: 'https://jqlang.org' },
  { name: 'dig', arguments: ['-v'], get: 'your system’s package bind9-dnsutils or bind-utils' },
  { name: 'curl', arguments: ['--version'], get: 'your system’s package curl' },
]

/** Every tool, in the version that the page needs. */
export function checkTools(ask: Ask): Promise<readonly Check[]> {
  return Promise.all(TOOLS.map((tool) => checkTool(ask, tool)))
}

async function checkTool(ask: Ask, { name, arguments: args, least, get }: Tool): Promise<Check> {
  const check = `${name}${least === undefined ? '' : ` ${least} or newer`} is installed`
  const { exitCode, stdout, stderr } = await ask(name, args)
  if (exitCode === undefined) return failed(check, `not found; get it: ${get}`)
  const [seen] = /\d+\.\d+(\.\d+)?/.exec(`${stdout}${stderr}`) ?? []
  if (exitCode !== 0) return failed(check, `${[name, ...args].join(' ')} failed; get it: ${get}`)
  const isNewEnough = least === undefined || isAtLeast(seen ?? '0', least)
  return checkThat(isNewEnough, check, isNewEnough ? (seen ?? 'found') : `${seen}; get it: ${get}`)
}

function isAtLeast(seen: string, least: string): boolean {
  const [left, right] = [seen, least].map((text) => text.split('.').map(Number))
  const differing = right?.findIndex((part, index) => part !== (left?.[index] ?? 0)) ?? -1
  return differing < 0 || (left?.[differing] ?? 0) > (right?.[differing] ?? 0)
}

function version(name: string, file: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, file), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>
  }
  return dependencies[name] ?? '0'
}

/** Placeholder domains: an `up` with one would replace the zone. Both workflows refuse them too. */
const PLACEHOLDER = /meridian-motors|meridian\.example|replace-me/

/** Whether the stack's file still has the repository's placeholders. */
export function checkSettings(stack: string): Check {
  const file = `infra/pulumi/Pulumi.${stack}.yaml`
  const lines = readFileSync(join(REPOSITORY_ROOT, file), 'utf8').split('\n')
  const left = lines.filter((line) => PLACEHOLDER.test(line)).map((line) => line.trim().split(':')[1])
  return checkThat(
    left.length === 0,
    `the settings of ${stack} are yours`,
    left.length === 0
      ? file
      : `${file} still has the placeholders of ${left.join(', ')}: docs/going-to-aws.md, 3`,
  )
}
