import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Numbers of passed, failed and skipped tests. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export function add(left: Tally, right: Tally): Tally {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  }
}

/** A failed test, or a file that failed without one: it could not be loaded, or a hook failed. */
export interface Failure {
  readonly title: string
  /** The error's first line. */
  readonly message: string
}

export interface FileResult {
  /** Relative to the project. */
  readonly file: string
  readonly passed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
  /** From its first import to its last hook; 0 for what is not a file. */
  readonly durationMs: number
}

/** Results of a project's tests. */
export interface ProjectResults {
  readonly files: readonly FileResult[]
  /** Failures outside a test, one line each: an exception in a timer, a run that reached no test, a static check. */
  readonly outsideTests: readonly string[]
}

const RESULTS = join('.vitest', 'results.json')

/** Removes a project's old results, so that they are not counted for a run that reaches no test. */
export function forgetResults(projectFolder: string): void {
  rmSync(join(projectFolder, RESULTS), { force: true })
}

export function writeResults(projectFolder: string, results: ProjectResults): void {
  const file = join(projectFolder, RESULTS)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results)}\n`)
}

/** Reads the results of the last run; missing or invalid results count as a failure outside its tests. */
export function readResults(projectFolder: string): ProjectResults {
  try {
    return JSON.parse(readFileSync(join(projectFolder, RESULTS), 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { files: [], outsideTests: ['its test runner ended without results'] }
    throw error
  }
}

export const failedFiles = ({ files }: ProjectResults): readonly string[] =>
  files.filter(({ failures }) => failures.length > 0).map(({ file }) => file)

export function tallyOf({ files, outsideTests }: ProjectResults): Tally {
  return files
    .map(({ passed, skipped, failures }) => ({ passed, skipped, failed: failures.length }))
    .reduce(add, { ...NOTHING, failed: outsideTests.length })
}

/** A project's results after some files ran again: their second results replace the first. */
export function replaceFiles(first: ProjectResults, second: ProjectResults): ProjectResults {
  const again = new Map(second.files.map((result) => [result.file, result]))
  return {
    files: first.files.map((result) => again.get(result.file) ?? result),
    outsideTests: [...first.outsideTests, ...second.outsideTests],
  }
}

/** The slowest files, slowest first. */
export function slowestFiles(files: readonly FileResult[], most: number): readonly FileResult[] {
  return files.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, most)
}

/** The last line, which CI reads: `12 passed, 0 failed`, and the number of skipped tests if there are any. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}
