// `npm test`: everything that can be checked, on a bare clone. Ends with a line `N passed, N failed`.
import { join } from 'node:path'
import { takeChoices } from './command-line.ts'
import { add, closingLine, forgetResults, NOTHING, readResults, type Tally } from './results.ts'
import { nxTest, run, step } from './run.ts'
import { checkStatically, STATIC_COUNT } from './static-checks.ts'
import { listProjects, type Project, ROOT } from './workspace.ts'

const PARTS = ['static', 'unit', 'world', 'e2e'] as const

const parts = takeChoices(
  `Usage: npm test [-- --part <part> …]

Checks everything, for tens of minutes: format, lint, unused code, types, module
boundaries, unit tests, whole worlds, browsers. Ends with a line
"N passed, N failed". The quick look before a commit: npm run check.

Options:
  --part <part>  only this: static (format, lint, unused, types, boundaries),
                 unit (all tests but those of the next two), world (modules of
                 the local world), e2e (whole worlds, browsers); repeatable

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
  const failed = (await checkStatically()).length
  // A check without tests of its own counts as one.
  tally = add(tally, { ...NOTHING, passed: STATIC_COUNT - failed, failed })
}
if (parts.includes('unit')) {
  tally = add(tally, await test('pure tests', [{ folder: '.' }], () => run('vitest', ['run'])))
  tally = add(
    tally,
    await testProjects(
      'tests of projects',
      projects.filter((project) => !isAlone(project)),
      2,
    ),
  )
}
for (const part of ['world', 'e2e'] as const) {
  if (!parts.includes(part)) continue
  const alone = projects.filter(({ name }) => name === ALONE[part])
  tally = add(tally, await testProjects(`tests of ${ALONE[part]}`, alone, 1))
}

console.log(`\n${closingLine(tally)}`)
process.exitCode = tally.failed > 0 ? 1 : 0

function testProjects(title: string, of: readonly Project[], parallel: number): Promise<Tally> {
  const names = of.map((project) => project.name)
  return test(title, of, () => nxTest(names, parallel))
}

/** Runs tests that leave their results in folders, and counts them. */
async function test(
  title: string,
  of: readonly Pick<Project, 'folder'>[],
  work: () => Promise<boolean>,
): Promise<Tally> {
  for (const { folder } of of) forgetResults(join(ROOT, folder))
  const isFine = await step(title, work)
  const counted = of.map(({ folder }) => readResults(join(ROOT, folder))).reduce(add, NOTHING)
  // A runner that fails while every test passed (an unhandled error, a leak) is still a failure.
  return !isFine && counted.failed === 0 ? add(counted, { ...NOTHING, failed: 1 }) : counted
}
