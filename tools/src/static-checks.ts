import { type Ended, runQuietly, secondsSince } from './run.ts'

interface Check {
  readonly title: string
  readonly work: () => Promise<Ended>
}

/** The native compiler. Both packages have a `tsc`; the other one, which ESLint needs, takes three times as long. */
export const COMPILER = 'node_modules/typescript-7/bin/tsc'

/** The tests next to the code of all projects, in one process. */
const PURE_TESTS: Check = { title: 'pure tests', work: () => runQuietly('vitest', ['run']) }

/** Checks that do not run the code, slowest first. */
const STATIC_CHECKS: readonly Check[] = [
  { title: 'module boundaries', work: checkBoundaries },
  { title: 'types', work: checkTypes },
  { title: 'nothing unused', work: () => runQuietly('knip', ['--no-progress']) },
  { title: 'format and lint', work: () => runQuietly('biome', ['ci', '--colors=off', '.']) },
  { title: 'anatomy of the local world', work: () => runQuietly('node', ['tools/src/anatomy/main.ts']) },
  {
    title: 'pictures of docs/developing.md',
    work: () => runQuietly('node', ['tools/src/picture/main.ts', '--check']),
  },
]

/** Two programs: the console's pages are compiled for a browser, everything else for Node. */
async function checkTypes(): Promise<Ended> {
  const ofNode = await runQuietly('node', [COMPILER])
  const ofBrowser = await runQuietly('node', [COMPILER, '--project', 'console'])
  return { isFine: ofNode.isFine && ofBrowser.isFine, output: ofNode.output + ofBrowser.output }
}

async function checkBoundaries(): Promise<Ended> {
  // The rule reads the project graph that Nx last computed, and does nothing without one.
  const computed = await runQuietly('nx', ['show', 'projects', '--sep=,'])
  return computed.isFine ? runQuietly('eslint', ['.']) : computed
}

/** Most of them use only one core. */
const AT_ONCE = 2

export const checkStatically = (): Promise<readonly string[]> => runChecks(STATIC_CHECKS)
export const checkAll = (): Promise<readonly string[]> => runChecks([PURE_TESTS, ...STATIC_CHECKS])
export const STATIC_COUNT = STATIC_CHECKS.length

/** Prints a line for each check when it ends, and its output if it failed; returns the titles of the failed ones. */
async function runChecks(checks: readonly Check[]): Promise<readonly string[]> {
  const queue = [...checks]
  const failed: string[] = []
  console.log(`Checking ${checks.length} things, ${AT_ONCE} at a time …`)
  const lane = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const startedMs = performance.now()
      const { isFine, output } = await check.work()
      console.log(`${isFine ? '✓' : '✗'} ${check.title} (${secondsSince(startedMs)} s)`)
      if (isFine) continue
      failed.push(check.title)
      console.log(output)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return failed
}
