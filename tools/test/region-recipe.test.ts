import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'
import { compile, copyOfRepository, edit, runIn } from './support/copy.ts'

/** Nearly the whole repository is compiled. */
const LONG_MS = 600_000

const VERIFIED_AGAIN = 5
const PARTS = ['packages', 'infra', 'services', 'local-world', 'console', 'e2e', 'scripts', 'tsconfig.json']
const REGIONS = 'packages/topology/src/regions.ts'
const LATENCY = 'packages/topology/src/latency.ts'
/** Set by .github/workflows/nightly.yml: a world of six regions needs twice the memory and processor time of one of three. */
const IS_NIGHTLY = process.env.MERIDIAN_NIGHTLY === '1'

/** Regions that Meridian could add, with the data that step 2 of the recipe requires and a running world reads. */
const NEW_REGIONS = [
  {
    region: {
      id: 'eu-central-1',
      code: 'euc1',
      label: 'Frankfurt',
      longLabel: 'Europe (Frankfurt)',
      vpcCidr: '10.3.0.0/16',
      country: 'DE',
      continent: 'EU',
    },
    timeZone: 'Europe/Berlin',
    loadBalancerZone: 'Z215JYRZR1TBD5',
    databaseZone: 'Z1RLNUO7B9Q6NB',
    /** To the three regions and then to the new ones before it, in order. */
    roundTripsMs: [89, 160, 265],
  },
  {
    region: {
      id: 'eu-west-1',
      code: 'euw1',
      label: 'Ireland',
      longLabel: 'Europe (Ireland)',
      vpcCidr: '10.4.0.0/16',
      country: 'IE',
      continent: 'EU',
    },
    timeZone: 'Europe/Dublin',
    loadBalancerZone: 'Z32O12XQLNTSW2',
    databaseZone: 'Z29XKXDKYMONMX',
    roundTripsMs: [75, 130, 260, 25],
  },
  {
    region: {
      id: 'ap-southeast-1',
      code: 'apse1',
      label: 'Singapore',
      longLabel: 'Asia Pacific (Singapore)',
      vpcCidr: '10.5.0.0/16',
      country: 'SG',
      continent: 'AS',
    },
    timeZone: 'Asia/Singapore',
    loadBalancerZone: 'Z1LMS91P8CMLE5',
    databaseZone: 'Z2G0U3KFCY8NZ5',
    roundTripsMs: [217, 161, 71, 165, 180],
  },
] as const
type NewRegion = (typeof NEW_REGIONS)[number]

const LAST = 'ap-northeast-2'

/** Step 1 of the recipe. */
function addToTopology(folder: string, added: readonly NewRegion[]): void {
  const ids = added.map(({ region }) => `'${region.id}'`).join(', ')
  edit(folder, REGIONS, `'${LAST}'] as const`, `'${LAST}', ${ids}] as const`)
  const entries = added.map(({ region }) => `  '${region.id}': ${JSON.stringify(region)},\n`).join('')
  edit(folder, REGIONS, "    continent: 'AS',\n  },\n", `    continent: 'AS',\n  },\n${entries}`)
}

/** Step 2, as far as a running world needs it. */
function describeDifferences(folder: string, added: readonly NewRegion[]): void {
  const after = (path: string, line: string, of: (added: NewRegion) => string) =>
    edit(folder, path, line, line + added.map((each) => `  '${each.region.id}': ${of(each)},\n`).join(''))
  after(
    'packages/topology/src/cities.ts',
    `  '${LAST}': apne2,\n`,
    ({ roundTripsMs: [use1] }) => `use1 + ${use1}`,
  )
  after('infra/pulumi/rules/schedules.ts', `  '${LAST}': 'Asia/Seoul',\n`, ({ timeZone }) => `'${timeZone}'`)
  after(
    'local-world/src/modules/elbv2/resources.ts',
    `  '${LAST}': 'ZWKZPGTI48KDX',\n`,
    ({ loadBalancerZone }) => `'${loadBalancerZone}'`,
  )
  after(
    'local-world/src/modules/rds/model/naming.ts',
    `  '${LAST}': 'ZLA2NUCOLGUUR',\n`,
    ({ databaseZone }) => `'${databaseZone}'`,
  )
  for (const [index, { region, roundTripsMs }] of added.entries()) {
    const known = ['us-east-1', 'us-west-2', LAST, ...added.slice(0, index).map((each) => each.region.id)]
    const row = known.map((id, position) => `'${id}': ${roundTripsMs[position]}`).join(', ')
    for (const [position, id] of known.entries())
      edit(folder, LATENCY, `'${id}': 0`, `'${region.id}': ${roundTripsMs[position]}, '${id}': 0`)
    edit(
      folder,
      LATENCY,
      '}\n\n/** City to city',
      `  '${region.id}': { ${row}, '${region.id}': 0 },\n}\n\n/** City to city`,
    )
  }
}

interface StartedWorld extends AsyncDisposable {
  /** Resolves to the exit code. */
  stop(): Promise<number | null>
}

/** `npm start` in a copy. Its description goes to a file, because this process cannot read a pipe while it runs a command. */
async function startWorldIn(folder: string): Promise<StartedWorld> {
  const description = join(folder, 'world.json')
  const stdout = openSync(description, 'w')
  const child = spawn(process.execPath, ['local-world/src/cli/start.ts', '--json'], {
    cwd: folder,
    stdio: ['ignore', stdout, 'ignore'],
  })
  closeSync(stdout)
  const ended = once(child, 'exit') as Promise<[number | null]>
  const stop = async () => {
    child.kill('SIGINT')
    const [exitCode] = await ended
    return exitCode
  }
  while (child.exitCode === null && !readFileSync(description, 'utf8').endsWith('}\n')) await delay(100)
  if (child.exitCode !== null) throw new Error(`The world ended with ${child.exitCode} before it stood`)
  return {
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
    },
  }
}

/** Files and folders that the compiler will report, according to the recipe. */
function namedByThePage(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/developing.md'), 'utf8')
  const recipe = /^### A region\n([\s\S]*?)^### /m.exec(page)?.[1] ?? ''
  const step = /^2\. [\s\S]*?(?=^3\. )/m.exec(recipe)?.[0] ?? ''
  return [...step.matchAll(/^ {3}- `([^`]+)`/gm)].map(([, path = '']) => path)
}

it(
  'a new region is a topology entry, and the compiler names the places that docs/developing.md lists',
  () => {
    const folder = copyOfRepository(PARTS)
    addToTopology(folder, NEW_REGIONS.slice(0, 1))
    const errorsOf = (project: string) => compile(folder, '--project', project, '--incremental', 'false')
    const stdout = errorsOf('.') + errorsOf('console')
    const places = new Set(
      stdout
        .split('\n')
        .filter((line) => /^\S.*eu-central-1/.test(line))
        .map((line) => line.split('(')[0] ?? '')
        // Tests name their own regions.
        .filter((place) => !/\/test\/|\.test\.ts$/.test(place)),
    )
    const listed = namedByThePage()
    const isIn = (place: string, path: string) =>
      path.endsWith('/') ? place.startsWith(path) : place === path
    expect(places.size).toBeGreaterThan(5)
    expect([...places].filter((place) => !listed.some((path) => isIn(place, path)))).toEqual([])
    expect(listed.filter((path) => ![...places].some((place) => isIn(place, path)))).toEqual([])
  },
  LONG_MS,
)

it.runIf(IS_NIGHTLY).each([
  ['four', 1],
  ['six', 3],
] as const)(
  'a world of %s regions starts, passes verify-deployment, and moves its writer to a new one',
  async (_title, count) => {
    const folder = copyOfRepository([...PARTS, 'package.json', 'package-lock.json'])
    const added = NEW_REGIONS.slice(0, count)
    addToTopology(folder, added)
    describeDifferences(folder, added)
    await using world = await startWorldIn(folder)
    const [{ region }] = NEW_REGIONS
    const node = (...args: readonly string[]) => runIn(folder, '.', process.execPath, ...args)

    const verify = () => {
      const { stdout } = node('scripts/verify-deployment.ts', '--target', 'local', '--json')
      return (JSON.parse(stdout) as { checks: readonly { name: string; verdict: string }[] }).checks
    }
    const notOk = (checks: ReturnType<typeof verify>) => checks.filter(({ verdict }) => verdict !== 'ok')
    let checks = verify()
    // A region's tasks learn who the writer is some seconds after the start.
    for (let again = 0; again < VERIFIED_AGAIN && notOk(checks).length > 0; again += 1) checks = verify()
    expect(notOk(checks)).toEqual([])
    for (const each of added) expect(checks.map(({ name }) => name)).toContain(`${each.region.id} is ready`)

    const confirm = ['--confirm', `meridian-${region.code}`, '--wait-s', '60']
    const moved = node(
      'scripts/failover.ts',
      'switchover',
      '--target',
      'local',
      '--to',
      region.id,
      ...confirm,
    )
    expect(moved).toMatchObject({ status: 0 })
    expect(moved.stderr).toContain(`writer ${region.id}, all members connected`)
    expect(await world.stop()).toBe(0)
  },
  LONG_MS,
)
