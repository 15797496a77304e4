// `npm test`: everything that can be checked, on a bare clone. Ends with a line `N passed, N failed`.
import { join } from 'node:path'
import { takeChoices } from './command-line.ts'
import { add, closingLine, forgetResults, NOTHING, readResults, type Tally } from './results.ts'
import { nx, run, step } from './run.ts'
import { listProjects, type Project, ROOT } from './workspace.ts'

const PARTS = ['static', 'unit', 'world', 'e2e'] as const

const parts = takeChoices(
  `Usage: npm test [-- --part <part> …]

Checks everything, for tens of minutes: format, lint, types, module boundaries, unit tests, whole worlds, browsers.
Ends with a line "N passed, N failed". npm run check looks only at what the change touches.

Options:
  --part <part>  only this: static (format, lint, types, boundaries), unit, world (the modules of the local world),
                 e2e (whole worlds and browsers); repeatable

Examples:
  npm test
  npm test -- --part static --part unit

Exit codes: 0 all passed, 1 something failed, 2 wrong use.`,
  'part',
  PARTS,
)

/** Projects whose tests measure time or start whole worlds: they run alone, after the others. */
const ALONE = { world: '@meridian/local-world', e2e: '@meridian/e2e' } as const

const projects = listProjects().filter((project) => project.scripts.test !== undefined)
const isAlone = ({ name }: Project) => Object.values<string>(ALONE).includes(name)

let tally: Tally = NOTHING
if (parts.includes('static')) {
  tally = add(tally, await check('format and lint', () => run('biome', ['ci', '--colors=off', '.'])))
  tally = add(tally, await check('module boundaries', () => nx(['lint'], ['--parallel=2'])))
  tally = add(tally, await check('types', () => nx(['typecheck'], ['--parallel=2'])))
}
if (parts.includes('unit')) {
  const together = projects.filter((project) => !isAlone(project))
  tally = add(tally, await test('unit tests', together, 2))
}
for (const part of ['world', 'e2e'] as const) {
  if (!parts.includes(part)) continue
  const alone = projects.filter(({ name }) => name === ALONE[part])
  tally = add(tally, await test(`tests of ${ALONE[part]}`, alone, 1))
}

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
