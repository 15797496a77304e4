// `npm test`: everything that can be checked, on a bare clone. Ends with a line `N passed, N failed`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { takeOptions } from '../command-line.ts'
import { nxTest, run, step } from '../run.ts'
import { checkStatically, STATIC_COUNT } from '../static-checks.ts'
import { listProjects, type Project, ROOT } from '../workspace.ts'
import {
  add,
  closingLine,
  failedFiles,
  forgetResults,
  NOTHING,
  type ProjectResults,
  readResults,
  replaceFiles,
  slowestFiles,
  type Tally,
  tallyOf,
} from './results.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

const PARTS = ['static', 'unit', 'world', 'e2e'] as const

const { chosen: parts, flags } = takeOptions(
  `Usage: npm test [-- --part <part> …] [--once]

Checks everything, for ten minutes or more: format, lint, unused code,
types, module boundaries, unit tests, whole worlds, browsers. Files with a
failed test run a second time, alone: what passes then depends on the machine's
load or on time, and is named at the end. Ends with a line "N passed, N failed".
The quick look before a commit: npm run check.

Options:
  --part <part>  only this: static (format, lint, unused, types, boundaries),
                 unit (all tests but those of the next two), world (modules of
                 the local world), e2e (whole worlds, browsers); repeatable
  --once         no second attempt: a test that fails once has failed

Examples:
  npm test
  npm test -- --part static --part unit

Exit codes: 0 all passed, 1 something failed, 2 wrong use.`,
  'part',
  PARTS,
  ['once'],
)

/** Projects whose tests measure time or start whole worlds: they run alone, after the others. */
const ALONE = { world: '@meridian/local-world', e2e: '@meridian/e2e' } as const

/** This many files do not fail by chance: the code is broken, and a second attempt would only waste time. */
const TOO_MANY_TO_REPEAT = 12

/** More than there are cores on a small machine: many tests wait for a process or a database. */
const PROJECTS_AT_ONCE = 3

const SLOWEST_SHOWN = 15
const SLOW_MS = 10_000

/** The tests next to the code, run by one process from the root. */
const PURE = { name: 'pure tests', folder: '.', options: [] }

/** The checks that run no test. */
const CHECKS = { name: 'static checks', folder: '.', options: [] }

interface TestedProject {
  readonly name: string
  readonly folder: string
  /** Options for Vitest in this folder. */
  readonly options: readonly string[]
}

const projects: readonly TestedProject[] = listProjects()
  .filter(({ scripts }) => scripts.test !== undefined)
  .map(({ name, folder }: Project) => ({ name, folder, options: ['--dir', 'test'] }))
const isAlone = ({ name }: TestedProject) => Object.values<string>(ALONE).includes(name)

// The temporary files of a killed test are removed after the run.
const temporary = createTemporaryFolder()
process.env.TMPDIR = temporary
const removeTemporary = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })
process.once('exit', removeTemporary)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    removeTemporary()
    // Without this listener, the signal ends the process as it would have.
    process.kill(process.pid, signal)
  })

const results = new Map<TestedProject, ProjectResults>()
if (parts.includes('static')) {
  const failed = await checkStatically()
  // Each check counts as one test.
  const passed = { file: '', passed: STATIC_COUNT - failed.length, skipped: 0, failures: [], durationMs: 0 }
  results.set(CHECKS, { files: [passed], outsideTests: failed })
}
if (parts.includes('unit')) {
  await test('pure tests', [PURE], () => run('vitest', ['run']))
  const together = projects.filter((project) => !isAlone(project))
  await test('tests of projects', together, () => nxTest(together.map(nameOf), PROJECTS_AT_ONCE))
}
for (const part of ['world', 'e2e'] as const) {
  if (!parts.includes(part)) continue
  const alone = projects.filter(({ name }) => name === ALONE[part])
  await test(`tests of ${ALONE[part]}`, alone, () => nxTest(alone.map(nameOf), 1))
}

const failedFirst = [...results].filter(([, of]) => failedFiles(of).length > 0)
const filesToRepeat = failedFirst.flatMap(([, of]) => failedFiles(of)).length
if (!flags.has('once') && filesToRepeat > 0 && filesToRepeat <= TOO_MANY_TO_REPEAT) await repeat()

printSlowest([...results])
printFailures('Failed', [...results])
const tally: Tally = [...results.values()].map(tallyOf).reduce(add, NOTHING)
console.log(`\n${closingLine(tally)}`)
process.exitCode = tally.failed > 0 ? 1 : 0

/** Runs tests, which write their results to the projects' folders. */
async function test(
  title: string,
  of: readonly TestedProject[],
  work: () => Promise<boolean>,
): Promise<void> {
  for (const { folder } of of) forgetResults(join(ROOT, folder))
  const isFine = await step(title, work)
  for (const project of of) results.set(project, readResults(join(ROOT, project.folder)))
  const failed = of.reduce((sum, project) => sum + tallyOf(resultsOf(project)).failed, 0)
  const [first] = of
  if (isFine || failed > 0 || first === undefined) return
  // For example a leak: no test failed, but the runner did.
  const outsideTests = [`${title}: the test runner failed, though each test passed`]
  results.set(first, { ...resultsOf(first), outsideTests })
}

/** Runs the files with a failed test once more, one at a time and with nothing else running. */
async function repeat(): Promise<void> {
  for (const [project, first] of failedFirst) {
    const files = failedFiles(first)
    forgetResults(join(ROOT, project.folder))
    const options = ['run', ...project.options, '--no-file-parallelism', ...files]
    await step(`second attempt of ${project.name}: ${files.join(', ')}`, () =>
      run('vitest', options, project.folder),
    )
    results.set(project, replaceFiles(first, readResults(join(ROOT, project.folder))))
  }
  printFailures(
    'Failed at first, passed alone',
    failedFirst.map(([project, first]) => {
      const again = new Set(failedFiles(resultsOf(project)))
      return [project, { outsideTests: [], files: first.files.filter(({ file }) => !again.has(file)) }]
    }),
  )
}

function printSlowest(of: readonly (readonly [TestedProject, ProjectResults])[]): void {
  const files = of.flatMap(([{ folder }, { files }]) =>
    files.map((result) => ({ ...result, file: join(folder, result.file) })),
  )
  const lines = slowestFiles(files, SLOWEST_SHOWN)
    .filter(({ durationMs }) => durationMs >= SLOW_MS)
    .map(({ file, durationMs }) => `${String(Math.round(durationMs / 1_000)).padStart(5)} s  ${file}`)
  if (lines.length > 0) console.log(`\nSlowest files:\n${lines.join('\n')}`)
}

/** Prints a line for each failure, at the end, where it is easy to find. */
function printFailures(heading: string, of: readonly (readonly [TestedProject, ProjectResults])[]): void {
  const lines = of.flatMap(([{ name, folder }, { files, outsideTests }]) => [
    ...files.flatMap(({ file, failures }) =>
      failures.map(({ title, message }) => `  ${join(folder, file)}: ${title}\n    ${message}`),
    ),
    ...outsideTests.map((message) => `  ${name}: ${message}`),
  ])
  if (lines.length > 0) console.log(`\n${heading}:\n${lines.join('\n')}`)
}

function nameOf({ name }: TestedProject): string {
  return name
}

function resultsOf(project: TestedProject): ProjectResults {
  return results.get(project) ?? { files: [], outsideTests: [] }
}
