// `npm test`: everything that can be checked, on a bare clone. Ends with a line `N passed, N failed`.
import { join } from 'node:path'
import { takeNoArguments } from './command-line.ts'
import { add, closingLine, forgetResults, NOTHING, readResults, type Tally } from './results.ts'
import { nx, run, step } from './run.ts'
import { listProjects, type Project, ROOT } from './workspace.ts'

takeNoArguments(`Usage: npm test

Checks everything, for tens of minutes: format, lint, types, module boundaries, unit tests, whole worlds, browsers.
Ends with a line "N passed, N failed". npm run check looks only at what the change touches.

Exit codes: 0 all passed, 1 something failed, 2 wrong use.`)

/** Projects whose tests measure time or start whole worlds: they run alone, after the others. */
const ALONE = ['@meridian/local-world', '@meridian/e2e']

const projects = listProjects()

let tally: Tally = NOTHING
tally = add(tally, await check('format and lint', () => run('biome', ['ci', '--colors=off', '.'])))
tally = add(tally, await check('module boundaries', () => nx(['lint'], ['--parallel=2'])))
tally = add(tally, await check('types', () => nx(['typecheck'], ['--parallel=2'])))

const tested = projects.filter((project) => project.scripts.test !== undefined)
const together = tested.filter((project) => !ALONE.includes(project.name))
const alone = tested.filter((project) => ALONE.includes(project.name))
tally = add(tally, await test('unit tests', together, 2))
for (const project of alone) tally = add(tally, await test(`tests of ${project.name}`, [project], 1))

console.log(`\n${closingLine(tally)}`)
process.exitCode = tally.failed > 0 ? 1 : 0

/** A check without tests of its own counts as one. */
async function check(title: string, work: () => Promise<boolean>): Promise<Tally> {
  const isFine = await step(title, work)
  return isFine ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 }
}

async function test(title: string, of: readonly Project[], parallel: number): Promise<Tally> {
  for (const project of of) forgetResults(join(ROOT, project.folder))
  const names = of.map((project) => project.name).join(',')
  const isFine = await step(title, () => nx(['test'], [`--projects=${names}`, `--parallel=${parallel}`]))
  const counted = of.map((project) => readResults(join(ROOT, project.folder))).reduce(add, NOTHING)
  // A runner that fails while every test passed (an unhandled error, a leak) is a failure all the same.
  return !isFine && counted.failed === 0 ? add(counted, { ...NOTHING, failed: 1 }) : counted
}
